package org.rav1ebygop.transport.websocket;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.OptionSpec.Scope;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.protocol.Enquirer;
import org.rav1ebygop.protocol.Fleet;
import org.rav1ebygop.transport.websocket.WorkersFile.Approval;

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

  static final OptionSpec APPROVED =
      new OptionSpec(
          "approved",
          "BOOL",
          "false: the file may be from anywhere, and names no password_file and password_env (true)",
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
    return List.of(WORKERS, PATIENCE, APPROVED);
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  /// Tells who is in the file, such as `2 workers: attic:13415, nas:13415`.
  @Override
  public Availability availability(Options options) {
    String file = options.get(WORKERS.name());
    if (file == null || file.isEmpty()) {
      return new Availability.Available("");
    }
    try {
      return new Availability.Available(WorkersFile.summary(Path.of(file)));
    } catch (GopException | InvalidPathException e) {
      return new Availability.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  /// The file is read here, and again whenever it changes.
  @Override
  public Transport open(Options options) {
    options.requireKnown("transport websocket", options());
    int patience = options.getInt(PATIENCE.name(), DEFAULT_PATIENCE, 0, Integer.MAX_VALUE);
    return new Fleet(
        new WatchedFile(file(options), approval(options)),
        patience == 0 ? null : Duration.ofSeconds(patience),
        Software.name());
  }

  @Override
  public List<WorkerInfo> workers(Options options, Duration patience) throws InterruptedException {
    options.requireKnown("transport websocket", options());
    var file = WorkersFile.read(file(options), approval(options));
    return Stream.concat(Enquirer.ask(file.workers(), patience).stream(), file.leftOut().stream())
        .toList();
  }

  private static Approval approval(Options options) {
    return options.isOn(APPROVED.name(), true) ? Approval.GIVEN : Approval.MISSING;
  }

  private static Path file(Options options) {
    String file = options.get(WORKERS.name());
    if (file == null || file.isEmpty()) {
      throw GopException.usage("transport websocket needs the option workers=FILE");
    }
    return Path.of(file);
  }
}
