/// Builds the runtime image: links it, adds what jlink knows nothing of, trains its AOT cache.
@org.jspecify.annotations.NullMarked
package org.rav1ebygop.image;
