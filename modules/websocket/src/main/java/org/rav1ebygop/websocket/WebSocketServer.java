package org.rav1ebygop.websocket;

import java.net.BindException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;

/// Listens for WebSockets at [#PATH], and answers `GET /healthz`. Anything else is not found, and
/// pages in browsers are refused.
public final class WebSocketServer implements AutoCloseable {
  /// Where a WebSocket is had.
  public static final String PATH = "/v1";

  private static final int MAX_HEADERS = 4096;
  private static final int MAX_THREADS = 64;

  private final Settings settings;
  private final Server server;
  private final ServerConnector connector;

  /// How to listen.
  ///
  /// @param host name or address to listen at
  /// @param port 1–65535, or 0 for any that is free
  /// @param identity null for no TLS
  /// @param idle a WebSocket on which nothing happens for so long is lost
  public record Settings(
      String host,
      int port,
      @Nullable ServerIdentity identity,
      Duration idle,
      ConnectionLimits limits) {}

  /// The answer to `GET /healthz`.
  ///
  /// @param ready whether work is taken: status 200, else 503
  /// @param json the body
  public record Health(boolean ready, String json) {}

  /// Does not listen yet.
  ///
  /// @param accept is given each connection, opened and not started
  /// @param health is asked at each request
  public WebSocketServer(Settings settings, Consumer<Carrier> accept, Supplier<Health> health) {
    this.settings = settings;
    var threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("websocket");
    threads.setDaemon(true);
    threads.setStopTimeout(0);
    server = new Server(threads);
    var gate = new ConnectionGate(settings.limits(), server.getScheduler());
    connector = new GatedConnector(server, gate, factories());
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.limits().upgrade().toMillis());
    server.addConnector(connector);
    var upgrades =
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              Clients.configure(container, settings.idle());
              container.addMapping(PATH, new Upgrades(gate, settings.identity(), accept));
            });
    var browsers = new BrowserGuard(settings.host(), settings.identity() != null);
    server.setHandler(
        new Handler.Sequence(browsers, new HealthHandler(health), upgrades, new EmptyAnswer()));
    server.setErrorHandler(new EmptyAnswer());
    server.setStopTimeout(0);
  }

  /// Begins to listen.
  ///
  /// @throws GopException of kind ENVIRONMENT when that cannot be
  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "cannot listen at %s, port %d: %s",
              settings.host(),
              settings.port(),
              reason(e)),
          e);
    }
  }

  /// The port it listens at.
  public int port() {
    return connector.getLocalPort();
  }

  /// Listens no more, but lets the connections be.
  public void stopListening() {
    connector.close();
  }

  /// Ends all connections, and listens no more.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw GopException.bug("connections cannot be closed: " + e, e);
    }
  }

  private ConnectionFactory[] factories() {
    var http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEADERS);
    http.setResponseHeaderSize(MAX_HEADERS);
    http.setSendServerVersion(false);
    // Clients that pinned the certificate need no name that is in it.
    http.addCustomizer(new SecureRequestCustomizer(false));
    var factory = new HttpConnectionFactory(http);
    ServerIdentity identity = settings.identity();
    return identity == null
        ? new ConnectionFactory[] {factory}
        : new ConnectionFactory[] {
          new SslConnectionFactory(tls(identity), factory.getProtocol()), factory
        };
  }

  private static SslContextFactory.Server tls(ServerIdentity identity) {
    String password = UUID.randomUUID().toString();
    var tls = new SslContextFactory.Server();
    try {
      tls.setKeyStore(identity.store(password));
    } catch (GeneralSecurityException e) {
      throw GopException.usage("the certificate cannot be used: " + Failures.line(e));
    }
    tls.setKeyStorePassword(password);
    tls.setRenegotiationAllowed(false);
    return tls;
  }

  private static String reason(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return String.valueOf(cause.getMessage()).startsWith("Address already in use")
            ? "another program listens there; choose another --port"
            : String.valueOf(cause.getMessage());
      }
    }
    return Failures.line(e);
  }
}
