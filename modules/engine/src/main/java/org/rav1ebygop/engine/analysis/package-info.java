/// From frames to GOPs.
package org.rav1ebygop.engine.analysis;
