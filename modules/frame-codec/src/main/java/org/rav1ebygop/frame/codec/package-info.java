/// Lossless compression of raw frames.
package org.rav1ebygop.frame.codec;
