/// What frames and packets go through, measured beside what the machine can do at best.
package org.rav1ebygop.bench;
