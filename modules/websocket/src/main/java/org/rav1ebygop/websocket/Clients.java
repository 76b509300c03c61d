package org.rav1ebygop.websocket;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Configurable;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Jetty as a client.
final class Clients {
  /// Bytes that are read at a time: parts of messages are no longer.
  static final int READ = 32 << 10;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MAX_HEADERS = 4096;
  private static final int MAX_THREADS = 16;

  private Clients() {}

  /// A client that has started.
  static WebSocketClient open(@Nullable Trust trust, Duration idle) {
    var client = new WebSocketClient(http(trust));
    configure(client, idle);
    try {
      client.start();
      return client;
    } catch (Exception e) {
      close(client);
      throw GopException.environment("connections cannot be made: " + Failures.line(e), e);
    }
  }

  static void close(WebSocketClient client) {
    try {
      client.stop();
    } catch (Exception e) {
      throw GopException.bug("connections cannot be closed: " + e, e);
    }
  }

  /// What both sides want of a WebSocket: parts of messages as they come, and no end but for
  /// silence.
  static void configure(Configurable socket, Duration idle) {
    socket.setIdleTimeout(idle);
    socket.setInputBufferSize(READ);
    socket.setOutputBufferSize(READ);
    socket.setMaxFrameSize(READ);
    socket.setAutoFragment(true);
  }

  private static HttpClient http(@Nullable Trust trust) {
    var threads = new QueuedThreadPool(MAX_THREADS, 1);
    threads.setName("websocket");
    threads.setDaemon(true);
    threads.setStopTimeout(0);
    var connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(threads);
    connector.setConnectTimeout(CONNECT);
    if (trust != null) {
      connector.setSslContextFactory(tls(trust));
    }
    var http = new HttpClient(new HttpClientTransportOverHTTP(connector));
    http.setExecutor(threads);
    http.setConnectTimeout(CONNECT.toMillis());
    http.setAddressResolutionTimeout(CONNECT.toMillis());
    http.setFollowRedirects(false);
    http.setUserAgentField(null);
    http.setHttpCookieStore(new HttpCookieStore.Empty());
    http.setMaxResponseHeadersSize(MAX_HEADERS);
    return http;
  }

  private static SslContextFactory.Client tls(Trust trust) {
    // Jetty warns of a client that does not check the host, which one that pins has no need to.
    var tls =
        new SslContextFactory.Client() {
          @Override
          protected void checkEndPointIdentificationAlgorithm() {}
        };
    tls.setSslContext(trust.context());
    tls.setEndpointIdentificationAlgorithm(trust.checksHost() ? "HTTPS" : null);
    return tls;
  }
}
