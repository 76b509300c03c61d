/// What either side may say when, free of threads, clocks and I/O: messages, calls and ticks of a
/// clock go in, messages and effects come out.
package org.rav1ebygop.protocol.session;
