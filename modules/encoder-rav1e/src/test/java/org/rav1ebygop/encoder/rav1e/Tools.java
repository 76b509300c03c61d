package org.rav1ebygop.encoder.rav1e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rav1ebygop.api.Options;

/// The programs these tests need.
final class Tools {
  private Tools() {}

  /// The rav1e to test with: the system property `test.rav1e`, else the first in PATH.
  static Path rav1e() {
    String named = System.getProperty("test.rav1e");
    return named == null ? inPath("rav1e") : Path.of(named);
  }

  /// Options that name [#rav1e].
  static Options options() {
    return Options.NONE.with(Rav1eOptions.PATH, rav1e().toString());
  }

  /// A decoder that nobody of this project wrote.
  static Path dav1d() {
    return inPath("dav1d");
  }

  private static Path inPath(String name) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError(
        "there is no %s in PATH, without which nothing can be tested here: run ./dev test"
            .formatted(name));
  }
}
