/// Small files are read by [org.rav1ebygop.files.SmallFile]; who can change a file is told by
/// [org.rav1ebygop.files.Ownership].
package org.rav1ebygop.files;
