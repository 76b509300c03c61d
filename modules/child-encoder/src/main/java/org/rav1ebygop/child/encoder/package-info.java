/// Encoder backends whose encoder is a child process.
package org.rav1ebygop.child.encoder;
