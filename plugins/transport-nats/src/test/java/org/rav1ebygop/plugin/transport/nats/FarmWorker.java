package org.rav1ebygop.plugin.transport.nats;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerEvents;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.PlainTransport;

/// A worker of a farm in this process, with a connection of its own to the NATS server.
final class FarmWorker implements AutoCloseable {
  private final Options farm;
  private final int slots;
  private final EncoderBackendProvider encoder;
  private WorkerService service;
  private CarrierServer server;
  private boolean closed;

  /// @param farm with the address of the server, the farm, and the name of the worker if it has one
  FarmWorker(Options farm, int slots, EncoderBackendProvider encoder) throws InterruptedException {
    this.farm = farm;
    this.slots = slots;
    this.encoder = encoder;
    this.service = serve();
    this.server = new NatsServerProvider().start(farm, new Served(service));
  }

  /// Looks until a client has found one, which may answer later than the client waits.
  ///
  /// @param warnings takes what is said meanwhile
  static void awaitFound(NatsRoster roster, Consumer<String> warnings) {
    Patience.until(
        "a worker is found",
        () -> {
          roster.look(warnings);
          return !roster.workers().isEmpty();
        });
  }

  /// Closes the connection to the server and comes back over another one.
  ///
  /// @param anew whether the whole worker ends and starts again
  synchronized void comeBack(boolean anew) throws InterruptedException {
    if (closed) {
      return;
    }
    server.close();
    if (anew) {
      service.close();
      service = serve();
    }
    server = new NatsServerProvider().start(farm, new Served(service));
  }

  @Override
  public synchronized void close() {
    closed = true;
    server.close();
    service.close();
  }

  private WorkerService serve() {
    String password = new NatsServerProvider().usualPassword(farm);
    return WorkerService.withKnownPassword(
        new WorkerService.Settings(
            "test 1",
            password,
            slots,
            Long.MAX_VALUE,
            List.of(encoder),
            List.of("recorded 1"),
            new Local(),
            null),
        new Silent());
  }

  private record Served(WorkerService service) implements CarrierServer.Worker {
    @Override
    public String software() {
      return "test 1.0.0";
    }

    @Override
    public List<String> encoders() {
      return List.of("recorded 1");
    }

    @Override
    public WorkerService.Load load() {
      return service.load();
    }

    @Override
    public void accept(Carrier carrier) {
      service.accept(carrier);
    }
  }

  /// Runs encoders in this process.
  private static final class Local implements TransportProvider {
    @Override
    public String id() {
      return "local";
    }

    @Override
    public String description() {
      return "in this process";
    }

    @Override
    public Transport open(Options options) {
      return new PlainTransport(options.getInt("slots", 1, 1, 1));
    }
  }

  private static final class Silent implements WorkerEvents {
    @Override
    public void opened(String client, String job) {}

    @Override
    public void ended(String client, String reason) {}

    @Override
    public void started(String client, WorkerEvents.Gop gop) {}

    @Override
    public void finished(String client, WorkerEvents.Gop gop, int frames, Duration time) {}

    @Override
    public void failed(String client, WorkerEvents.Gop gop, String reason, boolean fault) {}
  }
}
