package org.rav1ebygop.cli;

import java.io.PrintStream;
import java.lang.module.ModuleDescriptor;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.registry.PluginSearch;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registry;

/// The versions of everything that decides what comes out.
final class Versions {
  private Versions() {}

  /// The version of this program.
  static String own() {
    ModuleDescriptor descriptor = Versions.class.getModule().getDescriptor();
    return descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
  }

  static void print(PrintStream out, @Nullable String rav1e) {
    out.println("rav1e-by-gop " + own());
    var backend = Registry.load(PluginSearch.NONE).require(ProviderKind.ENCODER, "rav1e");
    Options options = rav1e == null ? Options.NONE : Options.NONE.with("path", rav1e);
    switch (backend.availability(options)) {
      case Availability.Available(String detail) -> out.println(detail);
      case Availability.Unavailable(String reason) -> out.println("no rav1e: " + reason);
    }
    out.printf(
        "Java %s, %s %s%n",
        Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"));
  }
}
