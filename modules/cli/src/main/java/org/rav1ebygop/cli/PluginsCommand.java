package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Provider;
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
        decoder and muxer: its id, what it is, whether it can work on this machine, and where it comes from.

        Usage: rav1e-by-gop plugins [--verbose]\
        """)
public final class PluginsCommand extends CliCommand {
  @Option(
      name = {"-v", "--verbose"},
      description = "With the options of each")
  boolean verbose;

  @Option(name = "--rav1e", title = "path", description = "The rav1e to look at")
  @Nullable String rav1e;

  @Option(name = "--dav1d", title = "path", description = "The dav1d to look at")
  @Nullable String dav1d;

  @Override
  int run(Console console) {
    if (helped(console)) {
      return 0;
    }
    Registry registry = Home.registry();
    for (ProviderKind<?> kind : ProviderKind.ALL) {
      console.out().println(kind.title() + "s:");
      registry.all(kind).forEach(found -> print(console.out(), found));
    }
    for (PluginProblem problem : registry.problems()) {
      console.warn(problem.toString());
    }
    return 0;
  }

  private void print(PrintStream out, Registered<? extends Provider> found) {
    Provider provider = found.provider();
    Options options = path(provider.id());
    String state =
        switch (provider.availability(options)) {
          case Availability.Available(String detail) ->
              detail.isEmpty() ? "" : "  [" + detail + "]";
          case Availability.Unavailable(String reason) -> "  [cannot work here: " + reason + "]";
        };
    out.printf("  %-10s %s%s%n", provider.id(), provider.description(), state);
    out.printf("  %-10s %s %s, %s%n", "", found.module(), found.version(), found.origin());
    if (verbose) {
      for (OptionSpec option : provider.options()) {
        out.printf("  %-10s   %-28s %s%n", "", option, option.description());
      }
    }
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
