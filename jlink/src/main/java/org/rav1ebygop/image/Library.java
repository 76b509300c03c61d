package org.rav1ebygop.image;

import java.nio.file.Path;

/// A module of the image that is not of the JDK.
///
/// @param module its name
/// @param jar it came in
/// @param own whether it is one of this project's, under this project's licence
record Library(String module, Path jar, boolean own) {}
