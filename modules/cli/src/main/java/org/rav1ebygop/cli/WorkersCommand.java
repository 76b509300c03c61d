package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registry;
import org.rav1ebygop.registry.TransportArguments;

/// Lists workers on other machines.
@Command(
    name = "workers",
    description =
        """
        rav1e-by-gop workers asks every worker who it is and what it does, and encodes nothing.

        Usage: rav1e-by-gop workers [--workers FILE]
               rav1e-by-gop workers --transport nats --nats URL

        The table has, for each worker, its slots, how many of them encode, the clients it works for,
        how fast one of its slots encodes, and its encoders. Mpx/s are millions of pixels of luma in a
        second, of late: 1920x1080 at 10 frames in a second are 20.7.

          rav1e-by-gop workers
          rav1e-by-gop workers --workers cellar.toml --json
          rav1e-by-gop workers --transport nats --nats nats://farm.example:4222 --farm films

        Exit codes: 0 some worker can be used, 2 wrong usage, 5 none can, 70 a bug.\
        """)
public final class WorkersCommand extends CliCommand {
  private static final int NONE_CAN_BE_USED = 5;

  @Section("Workers")
  @Option(
      name = "--workers",
      title = "file",
      description =
          "File that lists the workers (default: workers.toml in the current folder, or else in ~/.config/rav1e-by-gop)")
  @Nullable String workers;

  @Section("Workers")
  @Option(
      name = TransportArguments.TRANSPORT,
      title = "id",
      description = "How workers are found and reached: websocket, or one of a plugin")
  String transport = "websocket";

  @Section("Workers")
  @Option(
      name = TransportArguments.OPTION,
      title = "name=value",
      description =
          "An option of the transport of a plugin, may be repeated; --NAME VALUE does the same")
  List<String> transportOptions = new ArrayList<>();

  @Section("Workers")
  @Option(
      name = "--wait",
      title = "seconds",
      description = "How long to wait for answers, since the last one that came (default: 10)")
  int wait = 10;

  @Section("Workers")
  @Option(name = "--json", description = "One JSON object in place of the table")
  boolean json;

  @Override
  int run(Console console) throws InterruptedException {
    if (isAnswered(console)) {
      return 0;
    }
    if (wait < 1) {
      throw GopException.usage("--wait is 1 or more seconds, not " + wait);
    }
    Registry registry = plugins.registry();
    TransportProvider provider = registry.require(ProviderKind.TRANSPORT, transport);
    if (!provider.isElsewhere()) {
      throw GopException.usage(
          "transport %s has no workers on other machines; see rav1e-by-gop plugins"
              .formatted(transport));
    }
    List<WorkerInfo> found =
        provider.workers(others(console, provider).options(), Duration.ofSeconds(wait));
    if (json) {
      console.out().println(WorkersList.json(found));
    } else {
      WorkersList.lines(found).forEach(console.out()::println);
    }
    return found.stream().anyMatch(WorkerInfo::isUsable) ? 0 : NONE_CAN_BE_USED;
  }

  private Places.Others others(Console console, TransportProvider provider) {
    try (var interrupt = new Interruptible(console)) {
      var lookup = new WorkersLookup(console, new Question(console, false, interrupt));
      return Places.elsewhere(provider, Names.options(transportOptions), workers, true, lookup);
    }
  }
}
