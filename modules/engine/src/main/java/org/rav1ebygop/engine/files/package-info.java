/// Files that are written for the user, and the one rule for what they may replace; files that are
/// there whole or not at all.
package org.rav1ebygop.engine.files;
