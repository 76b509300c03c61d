/// The worker as a program.
package org.rav1ebygop.worker;
