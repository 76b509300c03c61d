package org.rav1ebygop.worker;

import java.time.Duration;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.websocket.ConnectionLimits;
import org.rav1ebygop.websocket.WebSocketServer;
import org.slf4j.Logger;

/// A worker that listens.
final class Running implements AutoCloseable {
  private static final Logger LOG = Log.logger();

  /// Both sides say that they are there far more often.
  private static final Duration IDLE = Duration.ofMinutes(1);

  /// A GOP takes no longer.
  private static final Duration DRAIN = Duration.ofHours(6);

  private final WorkerService service;
  private final WebSocketServer server;

  private Running(WorkerService service, WebSocketServer server) {
    this.service = service;
    this.server = server;
  }

  /// Begins to listen.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when that cannot be
  static Running start(String host, int port, Access access, Machinery machinery) {
    var service =
        new WorkerService(
            new WorkerService.Settings(
                Version.name(),
                access.password(),
                machinery.slots(),
                machinery.encoders(),
                machinery.local(),
                machinery.spool()),
            new EventLog(LOG));
    var server =
        new WebSocketServer(
            new WebSocketServer.Settings(
                host, port, access.identity(), IDLE, ConnectionLimits.STANDARD),
            service::accept,
            () -> health(service.load()));
    try {
      server.start();
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
    if (access.hasShortPassword()) {
      LOG.warn("the password is short: whoever listens on the network may find it by trying");
    }
    LOG.info("{} listens at {}, port {}, {}", Version.name(), host, server.port(), access);
    String slots = machinery.slots() == 1 ? "1 slot" : machinery.slots() + " slots";
    LOG.info("{}, {}; {}", slots, machinery.reason(), machinery.found());
    return new Running(service, server);
  }

  /// Waits for a signal, then for what is being encoded if that is wanted.
  void await(boolean drain) throws InterruptedException {
    Signals.await();
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

  private static WebSocketServer.Health health(WorkerService.Load load) {
    return new WebSocketServer.Health(
        !load.draining(),
        "{\"slots\":%d,\"busy\":%d,\"clients\":%d,\"draining\":%b,\"version\":\"%s\"}%n"
            .formatted(
                load.slots(), load.busy(), load.clients(), load.draining(), Version.number()));
  }
}
