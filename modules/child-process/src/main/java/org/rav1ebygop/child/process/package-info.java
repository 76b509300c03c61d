/// Child processes, their pipes, logs and ends.
package org.rav1ebygop.child.process;
