/// The frame codec measured from inside, for the parts that it does not show.
@org.jspecify.annotations.NullMarked
package org.rav1ebygop.frame.codec;
