package org.rav1ebygop.worker;

import java.time.Duration;
import java.util.List;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerService;
import org.slf4j.Logger;

/// A worker that listens.
final class Running implements AutoCloseable {
  private static final Logger LOG = Log.logger();

  /// A GOP takes no longer.
  private static final Duration DRAIN = Duration.ofHours(6);

  private final WorkerService service;
  private final CarrierServer server;

  private Running(WorkerService service, CarrierServer server) {
    this.service = service;
    this.server = server;
  }

  /// Begins to take clients.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when an option of the transport makes no
  ///   sense, of kind ENVIRONMENT when no client could come
  static Running start(Access access, Machinery machinery) throws InterruptedException {
    var settings =
        new WorkerService.Settings(
            Version.name(),
            access.password(),
            machinery.slots(),
            machinery.memory(),
            machinery.encoders(),
            machinery.found(),
            machinery.local(),
            machinery.spool());
    var log = new EventLog(LOG);
    WorkerService service =
        access.hasKnownPassword()
            ? WorkerService.withKnownPassword(settings, log)
            : new WorkerService(settings, log);
    CarrierServer server;
    try {
      server = access.provider().start(access.options(), new Served(service, machinery));
    } catch (RuntimeException | InterruptedException e) {
      service.close();
      throw e;
    }
    if (access.hasShortPassword()) {
      LOG.warn("the password is short: whoever listens on the network may find it by trying");
    }
    LOG.info("{} listens at {}", Version.name(), server.place());
    String slots = machinery.slots() == 1 ? "1 slot" : machinery.slots() + " slots";
    LOG.info("{}, {}; {}", slots, machinery.reason(), String.join(", ", machinery.found()));
    return new Running(service, server);
  }

  /// Waits for a signal, then for what is being encoded if that is wanted.
  void await(boolean drain) throws InterruptedException {
    EndSignal.await();
    if (drain && service.load().clients() > 0) {
      LOG.info("stops when what is being encoded has ended; a second signal stops at once");
      service.drain();
      service.awaitDrained(DRAIN);
    }
    LOG.info("stops");
  }

  @Override
  public void close() {
    service.close();
    server.close();
  }

  private record Served(WorkerService service, Machinery machinery)
      implements CarrierServer.Worker {
    @Override
    public String software() {
      return Version.name();
    }

    @Override
    public List<String> encoders() {
      return machinery.found();
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
}
