package org.rav1ebygop.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.registry.Registry;

/// The folder of the runtime image; the launch script names it.
final class Home {
  private Home() {}

  /// Null when the modules run without an image.
  static @Nullable Path folder() {
    String home = System.getProperty("rav1ebygop.home");
    return home == null ? null : Path.of(home);
  }

  /// All providers: the built-in ones and those of the image's plugins.
  static Registry registry() {
    Path home = folder();
    return Registry.load(home == null ? null : home.resolve("plugins"));
  }
}
