package org.rav1ebygop.encoder.rav1e;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.child.process.LogQuote;

/// A rav1e that answered.
///
/// @param path of the executable
/// @param version as it tells itself, such as `0.7.1`; with the commit behind it when it is no
///   release
/// @param flags the names of its long options, without dashes
record Rav1e(Path path, String version, Set<String> flags) {
  /// What it says when it fails, and what it says when nothing is wrong.
  static final LogQuote QUOTE =
      new LogQuote(
          List.of("error", "!!"),
          List.of(
              "encoded ", "> ", "note: ", "stack backtrace:", "USAGE:", "For more information"));

  @Override
  public String toString() {
    return "rav1e " + version + " at " + path;
  }
}
