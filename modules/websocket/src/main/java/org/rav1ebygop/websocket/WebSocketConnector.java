package org.rav1ebygop.websocket;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.JettyUpgradeListener;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.Connector;

/// Makes connections to one worker.
public final class WebSocketConnector implements Connector {
  /// For finding its addresses, trying each of them, TLS and the upgrade to a WebSocket.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Target target;
  private final WebSocketClient client;

  /// Where the worker is, and how to be sure that it is the one.
  ///
  /// @param host name, IPv4 or bare IPv6 address
  /// @param trust null without TLS
  /// @param idle a connection on which nothing happens for so long is lost
  public record Target(String host, int port, @Nullable Trust trust, Duration idle) {
    /// As in a URI.
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    URI uri() throws IOException {
      String scheme = trust == null ? "ws" : "wss";
      try {
        return new URI(scheme, null, host, port, WebSocketServer.PATH, null, null);
      } catch (URISyntaxException e) {
        throw new IOException("there is no such host: " + host, e);
      }
    }
  }

  /// Nothing is connected yet.
  public WebSocketConnector(Target target) {
    this.target = target;
    this.client = Clients.open(target.trust(), target.idle());
  }

  /// The first of the addresses of the host that answers.
  ///
  /// @throws GopException of kind ENVIRONMENT when its certificate is not trusted, which waiting
  ///   does not change
  @Override
  public Carrier connect() throws IOException, InterruptedException {
    var carrier = new WebSocketCarrier(target.host(), _ -> {});
    CompletableFuture<Session> connected =
        client.connect(carrier, new ClientUpgradeRequest(target.uri()), new Handshake(carrier));
    boolean made = false;
    try {
      connected.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      made = true;
      return carrier;
    } catch (ExecutionException | TimeoutException e) {
      String line = "%s: %s".formatted(target, Failures.line(e));
      if (Failures.isCertificate(e)) {
        throw GopException.environment(line, e);
      }
      throw new IOException(line, e);
    } finally {
      if (!made) {
        connected.cancel(true);
        carrier.close("nobody waits for this connection any more");
      }
    }
  }

  /// Ends its connections.
  @Override
  public void close() {
    Clients.close(client);
  }

  /// Looks at the certificate of the connection that becomes the WebSocket.
  private record Handshake(WebSocketCarrier carrier) implements JettyUpgradeListener {
    @Override
    public void onHandshakeResponse(Request request, Response response) {
      SslSessionData tls = request.getConnection().getSslSessionData();
      X509Certificate[] chain = tls == null ? null : tls.peerCertificates();
      if (chain != null && chain.length > 0) {
        carrier.bind(Fingerprint.of(chain[0]));
      }
    }
  }
}
