package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Provider;
import org.rav1ebygop.registry.NativeAccess;
import org.rav1ebygop.registry.PluginProblem;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// Lists all providers.
@Command(
    name = "plugins",
    description =
        """
        rav1e-by-gop plugins lists every input reader, keyframe splitter, encoder backend, transport,
        decoder, muxer and worker transport (how clients come to a rav1e-worker): its id, what it is,
        whether it can work on this machine, and where it comes from. Plugins that were left out come
        last, with the reason.

        Usage: rav1e-by-gop plugins [--verbose]

        Plugins are looked for in the folder plugins/ of this program, in
        ~/.config/rav1e-by-gop/plugins (or below XDG_CONFIG_HOME), in RAV1E_BY_GOP_PLUGIN_PATH, and
        where --plugin-path says. A plugin is a jar, or a folder with a jar and those it needs.\
        """)
public final class PluginsCommand extends CliCommand {
  @Option(
      name = {"-v", "--verbose"},
      description = "With the options of each, and which may call native code")
  boolean verbose;

  @Option(name = "--rav1e", title = "path", description = "The rav1e to look at")
  @Nullable String rav1e;

  @Option(name = "--dav1d", title = "path", description = "The dav1d to look at")
  @Nullable String dav1d;

  @Override
  int run(Console console) {
    if (isAnswered(console)) {
      return 0;
    }
    Registry registry = plugins.registry();
    for (ProviderKind<?> kind : ProviderKind.ALL) {
      console.out().println(kind.title() + "s:");
      registry.all(kind).forEach(found -> print(console.out(), found));
    }
    console.out().flush();
    for (PluginProblem problem : registry.problems()) {
      console.warn(problem.toString());
    }
    return 0;
  }

  private void print(PrintStream out, Registered<? extends Provider> found) {
    try {
      out.print(text(found));
    } catch (RuntimeException | LinkageError e) {
      String nativeCode = NativeAccess.refusal(e);
      String reason = nativeCode == null ? e.toString().replaceAll("\\s+", " ") : nativeCode;
      out.printf("  %-10s   cannot work here: %s%n", found.id(), reason);
      out.printf("  %-10s   %s%n", "", origin(found));
    }
  }

  private String text(Registered<? extends Provider> found) {
    Provider provider = found.provider();
    String state =
        switch (provider.availability(path(found.id()))) {
          case Availability.Available(String detail) -> detail;
          case Availability.Unavailable(String reason) -> "cannot work here: " + reason;
        };
    var text = new StringBuilder();
    text.append("  %-10s %s%n".formatted(found.id(), provider.description()));
    if (!state.isEmpty()) {
      text.append("  %-10s   %s%n".formatted("", state));
    }
    text.append("  %-10s   %s%n".formatted("", origin(found)));
    if (verbose) {
      if (found.nativeAccess()) {
        text.append("  %-10s   may call native code%n".formatted(""));
      }
      for (OptionSpec option : provider.options()) {
        text.append("  %-10s     %-28s %s%n".formatted("", option, option.description()));
      }
    }
    return text.toString();
  }

  private static String origin(Registered<? extends Provider> found) {
    String version = found.version().isEmpty() ? "" : " " + found.version();
    return found.module() + version + ", " + found.origin();
  }

  private Options path(String id) {
    String path =
        switch (id) {
          case "rav1e" -> rav1e;
          case "dav1d" -> dav1d;
          default -> null;
        };
    return path == null ? Options.NONE : Options.NONE.with("path", path);
  }
}
