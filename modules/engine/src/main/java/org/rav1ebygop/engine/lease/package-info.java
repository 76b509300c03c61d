/// Who encodes which GOP, and what became of it.
package org.rav1ebygop.engine.lease;
