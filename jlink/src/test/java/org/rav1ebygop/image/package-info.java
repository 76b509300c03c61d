/// Black-box tests of the image, and what they need to start it and watch it.
@org.jspecify.annotations.NullMarked
package org.rav1ebygop.image;
