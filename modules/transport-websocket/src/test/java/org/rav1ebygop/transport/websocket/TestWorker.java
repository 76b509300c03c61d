package org.rav1ebygop.transport.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.protocol.WorkerEvents;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.websocket.ConnectionLimits;
import org.rav1ebygop.websocket.ServerIdentity;
import org.rav1ebygop.websocket.WebSocketServer;

/// A worker in this process that listens at a port of this machine.
final class TestWorker implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";

  private final WorkerService service;
  private final WebSocketServer server;

  TestWorker(int slots, EncoderBackendProvider encoder, @Nullable ServerIdentity identity) {
    this(slots, encoder, identity, 0);
  }

  TestWorker(
      int slots, EncoderBackendProvider encoder, @Nullable ServerIdentity identity, int port) {
    service =
        new WorkerService(
            new WorkerService.Settings(
                "test 1",
                PASSWORD,
                slots,
                Long.MAX_VALUE,
                List.of(encoder),
                List.of("recorded 1"),
                new Local(),
                null),
            new Silent());
    server =
        new WebSocketServer(
            new WebSocketServer.Settings(
                "127.0.0.1", port, identity, Patience.LIMIT, ConnectionLimits.STANDARD),
            service::accept,
            () -> new WebSocketServer.Health(true, "{}"));
    server.start();
  }

  int port() {
    return server.port();
  }

  /// Its table in a file.
  String toml(String more) {
    return toml(port(), more);
  }

  static String toml(int port, String more) {
    return String.format(
        Locale.ROOT,
        """
        [[workers]]
        host = "127.0.0.1"
        port = %d
        password = "%s"
        %s
        """,
        port,
        PASSWORD,
        more);
  }

  @Override
  public void close() {
    service.close();
    server.close();
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
    public void started(String client, Gop gop) {}

    @Override
    public void finished(String client, Gop gop, int frames, Duration time) {}

    @Override
    public void failed(String client, Gop gop, String reason, boolean fault) {}
  }
}
