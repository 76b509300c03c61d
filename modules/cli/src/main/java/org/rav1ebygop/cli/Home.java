package org.rav1ebygop.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Folders of this program.
final class Home {
  private static final String OURS = "rav1e-by-gop";

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
    return folder("XDG_CONFIG_HOME", Path.of(".config"));
  }

  /// The folder of what this program remembers for the user: below `$XDG_STATE_HOME`, by default
  /// `~/.local/state`. Null when there is no home; need not exist.
  static @Nullable Path stateFolder() {
    return folder("XDG_STATE_HOME", Path.of(".local", "state"));
  }

  private static @Nullable Path folder(String variable, Path usual) {
    String named = System.getenv(variable);
    if (named != null && Path.of(named).isAbsolute()) {
      return Path.of(named, OURS);
    }
    String home = System.getProperty("user.home");
    return home == null || !Path.of(home).isAbsolute()
        ? null
        : Path.of(home).resolve(usual).resolve(OURS);
  }
}
