package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An image on disk.
///
/// @param home the directory with `bin/` and `lib/` in it, absolute
record Image(Path home) {
  /// The image that this build made.
  static Image built() {
    String home = System.getProperty("image.home");
    if (home == null || !Files.isDirectory(Path.of(home))) {
      throw new IllegalStateException(
          "no image at image.home=" + home + ": run the tests through `./dev test`");
    }
    return new Image(Path.of(home));
  }

  /// The program that users start.
  Path launcher() {
    return home.resolve("bin/rav1e-by-gop");
  }

  /// A run of the worker of this image; nothing is started yet.
  Run worker(Object... arguments) {
    return new Run(home.resolve("bin/rav1e-worker").toString(), arguments);
  }

  Path java() {
    return home.resolve("bin/java");
  }

  /// A run of this image with the given arguments and without plugins and workers of the user;
  /// nothing is started yet.
  Run run(Object... arguments) {
    return new Run(launcher().toString(), arguments)
        .with("XDG_CONFIG_HOME", home.resolveSibling("no-config").toString())
        .with("XDG_STATE_HOME", home.resolveSibling("no-state").toString())
        .without("RAV1E_BY_GOP_PLUGIN_PATH");
  }

  /// A complete copy, times of change included.
  ///
  /// @param target must not exist
  Image copyTo(Path target) throws IOException {
    Outcome copy = new Run("cp", "-a", home, target).toEnd();
    copy.expectCode(0);
    return new Image(target);
  }
}
