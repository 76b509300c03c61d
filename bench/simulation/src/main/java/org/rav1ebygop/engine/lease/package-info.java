/// Jobs on many slots, simulated with the lease table's own parts.
package org.rav1ebygop.engine.lease;
