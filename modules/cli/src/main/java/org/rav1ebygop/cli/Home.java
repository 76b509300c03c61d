package org.rav1ebygop.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Folders of this program.
final class Home {
  private Home() {}

  /// The folder of the runtime image, which the launch script names. Null when the modules run
  /// without an image.
  static @Nullable Path folder() {
    String home = System.getProperty("rav1ebygop.home");
    return home == null ? null : Path.of(home);
  }

  /// The folder of the user's own files, as the XDG Base Directory Specification has it: below
  /// `$XDG_CONFIG_HOME`, by default `~/.config`. Null when there is no home; need not exist.
  static @Nullable Path ownFolder() {
    String config = System.getenv("XDG_CONFIG_HOME");
    if (config != null && Path.of(config).isAbsolute()) {
      return Path.of(config, "rav1e-by-gop");
    }
    String home = System.getProperty("user.home");
    return home == null || !Path.of(home).isAbsolute()
        ? null
        : Path.of(home, ".config", "rav1e-by-gop");
  }
}
