package org.rav1ebygop.transport.websocket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.OptionSpec.Scope;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.protocol.Enquirer;
import org.rav1ebygop.protocol.Fleet;

/// Slots on the workers of a file.
public final class WebSocketTransportProvider implements TransportProvider {
  static final OptionSpec WORKERS =
      new OptionSpec(
          "workers", "FILE", "lists the workers, as workers.example.toml does", Scope.THIS_MACHINE);
  static final OptionSpec PATIENCE =
      new OptionSpec(
          "patience",
          "SECONDS",
          "how long no worker at all may be there (300); 0 for ever",
          Scope.THIS_MACHINE);

  private static final int DEFAULT_PATIENCE = 300;

  /// For [java.util.ServiceLoader].
  public WebSocketTransportProvider() {}

  @Override
  public String id() {
    return "websocket";
  }

  @Override
  public String description() {
    return "slots on other machines, where rav1e-worker runs";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(WORKERS, PATIENCE);
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  /// The file is read here, and again whenever it changes.
  @Override
  public Transport open(Options options) {
    options.requireKnown("transport websocket", options());
    int patience = options.getInt(PATIENCE.name(), DEFAULT_PATIENCE, 0, Integer.MAX_VALUE);
    return new Fleet(
        new WatchedFile(file(options)),
        patience == 0 ? null : Duration.ofSeconds(patience),
        Software.name());
  }

  @Override
  public List<WorkerInfo> workers(Options options, Duration patience) throws InterruptedException {
    options.requireKnown("transport websocket", options());
    return Enquirer.ask(WorkersFile.read(file(options)).workers(), patience);
  }

  private static Path file(Options options) {
    String file = options.get(WORKERS.name());
    if (file == null || file.isEmpty()) {
      throw GopException.usage("transport websocket needs the option workers=FILE");
    }
    return Path.of(file);
  }
}
