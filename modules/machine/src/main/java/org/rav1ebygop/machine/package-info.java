/// What the machine has.
package org.rav1ebygop.machine;
