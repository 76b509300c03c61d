/// The lease table, measured from inside.
package org.rav1ebygop.engine.lease;
