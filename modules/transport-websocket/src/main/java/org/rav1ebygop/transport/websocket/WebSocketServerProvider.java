package org.rav1ebygop.transport.websocket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.OptionSpec.Scope;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.CarrierServerProvider;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.websocket.ConnectionLimits;
import org.rav1ebygop.websocket.ServerIdentity;
import org.rav1ebygop.websocket.WebSocketServer;

/// Listens for clients at a port.
public final class WebSocketServerProvider implements CarrierServerProvider {
  static final OptionSpec HOST =
      new OptionSpec("host", "ADDRESS", "where to listen (0.0.0.0)", Scope.THIS_MACHINE);
  static final OptionSpec PORT =
      new OptionSpec("port", "N", "where to listen (13415); 0 for any", Scope.THIS_MACHINE);
  static final OptionSpec CERTIFICATE =
      new OptionSpec("cert", "FILE", "PEM file of the certificate", Scope.THIS_MACHINE);
  static final OptionSpec KEY =
      new OptionSpec("key", "FILE", "PEM file of its key, PKCS#8", Scope.THIS_MACHINE);

  /// Both sides say that they are there far more often.
  private static final Duration IDLE = Duration.ofMinutes(1);

  private static final int MAX_PORT = 65_535;

  /// For [java.util.ServiceLoader].
  public WebSocketServerProvider() {}

  @Override
  public String id() {
    return "websocket";
  }

  @Override
  public String description() {
    return "clients come to a port of this machine";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(HOST, PORT, CERTIFICATE, KEY);
  }

  @Override
  public CarrierServer start(Options options, CarrierServer.Worker worker) {
    options.requireKnown("transport websocket", options());
    String host = options.get(HOST.name());
    int port = options.getInt(PORT.name(), Worker.DEFAULT_PORT, 0, MAX_PORT);
    ServerIdentity identity = identity(options);
    var server =
        new WebSocketServer(
            new WebSocketServer.Settings(
                host == null ? "0.0.0.0" : host, port, identity, IDLE, ConnectionLimits.STANDARD),
            worker::accept,
            () -> health(worker));
    server.start();
    String place =
        String.format(
            Locale.ROOT,
            "%s, port %d, %s",
            host == null ? "0.0.0.0" : host,
            server.port(),
            identity == null ? "without TLS" : "with TLS, certificate " + identity.fingerprint());
    return new Listening(server, place);
  }

  private static @Nullable ServerIdentity identity(Options options) {
    String certificate = options.get(CERTIFICATE.name());
    String key = options.get(KEY.name());
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw GopException.usage("TLS needs both, a certificate and its key");
    }
    return ServerIdentity.read(Path.of(certificate), Path.of(key));
  }

  private static WebSocketServer.Health health(CarrierServer.Worker worker) {
    WorkerService.Load load = worker.load();
    return new WebSocketServer.Health(
        !load.draining(),
        String.format(
            Locale.ROOT,
            "{\"slots\":%d,\"busy\":%d,\"clients\":%d,\"draining\":%b,\"version\":\"%s\"}%n",
            load.slots(),
            load.busy(),
            load.clients(),
            load.draining(),
            worker.software().replaceFirst(".* ", "")));
  }

  private record Listening(WebSocketServer server, String place) implements CarrierServer {
    @Override
    public void close() {
      server.close();
    }
  }
}
