/// Text for people, which nobody waits for but the thread that writes it.
package org.rav1ebygop.terminal;
