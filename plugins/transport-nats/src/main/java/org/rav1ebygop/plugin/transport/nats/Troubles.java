package org.rav1ebygop.plugin.transport.nats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Says what is wrong with the connection to a server, each thing once until it is over.
final class Troubles implements ErrorListener {
  static final String GONE = "the connection to the NATS server is gone";

  /// A server that holds still is given up after twice this.
  private static final Duration PING = Duration.ofSeconds(10);

  private static final int MAX_COMPLAINTS = 100;

  /// How Java says that a certificate is not for the host it came from.
  private static final String OTHER_NAME = "(?s)No (subject alternative|name matching).*";

  private final String server;
  private final Consumer<String> told;
  private final Runnable lost;

  @GuardedBy("this")
  private final Set<String> complaints = new HashSet<>();

  @GuardedBy("this")
  private @Nullable String current;

  @GuardedBy("this")
  private @Nullable String cause;

  private volatile @Nullable ProvenServers pool;

  @GuardedBy("this")
  private boolean connected;

  @GuardedBy("this")
  private boolean closed;

  /// @param server its address, for messages
  /// @param told is given one line each
  /// @param lost is run when a connection has broken
  Troubles(String server, Consumer<String> told, Runnable lost) {
    this.server = server;
    this.told = told;
    this.lost = lost;
  }

  /// How to connect. Without a buffer for what is said while there is no connection: that would
  /// reach the other side with a hole before it.
  Options listening(FarmSettings settings) {
    var servers = new ProvenServers(settings.tls() != null);
    pool = servers;
    var builder =
        new Options.Builder()
            .servers(settings.servers().stream().map(URI::toString).toArray(String[]::new))
            .connectionName("rav1e-by-gop")
            .inboxPrefix(settings.inboxes())
            .maxReconnects(-1)
            .reconnectBufferSize(0)
            .pingInterval(PING)
            .serverPool(servers)
            .connectionListener((_, event) -> changed(event))
            .errorListener(this);
    if (settings.credentials() != null) {
      builder.authHandler(settings.credentials());
    }
    if (settings.tls() != null) {
      // An address in the place of the name would be compared with the certificate.
      builder.sslContext(settings.tls()).noResolveHostnames();
    }
    synchronized (this) {
      cause = null;
    }
    return builder.build();
  }

  /// The server did not let us in.
  GopException refused(AuthenticationException e) {
    String line =
        "the NATS server at %s does not let us in; check nats-creds, or the user and password in the address"
            .formatted(server);
    say(line);
    return GopException.environment(line, e);
  }

  synchronized void unreachable(IOException e) {
    String why = cause == null ? "" : ": " + cause;
    say("no NATS server answers at %s%s; it is tried again and again".formatted(server, why));
  }

  /// What stood in the way of the last try to connect, one line; empty when that is not known.
  synchronized String cause() {
    String known = cause;
    return known == null ? "" : known;
  }

  void slow() {
    say("the NATS server at %s is slow, or cut off; what is sent waits".formatted(server));
  }

  synchronized void over() {
    if (current != null) {
      current = null;
      complaints.clear();
      tell("the NATS server at %s answers again".formatted(server));
    }
  }

  /// Nothing is said any more.
  synchronized void close() {
    closed = true;
  }

  private synchronized void say(String line) {
    if (!line.equals(current)) {
      current = line;
      tell(line);
    }
  }

  @GuardedBy("this")
  private void tell(String line) {
    if (!closed) {
      told.accept(line);
    }
  }

  private void changed(Events event) {
    switch (event) {
      case DISCONNECTED, CLOSED -> {
        disconnected();
        lost.run();
        gone();
      }
      case CONNECTED, RECONNECTED -> connected();
      case RESUBSCRIBED, DISCOVERED_SERVERS, LAME_DUCK -> {}
    }
  }

  private void disconnected() {
    ProvenServers servers = pool;
    if (servers != null) {
      servers.disconnected();
    }
  }

  private void connected() {
    ProvenServers servers = pool;
    if (servers != null) {
      servers.connected();
    }
    noteConnected();
  }

  private synchronized void noteConnected() {
    connected = true;
  }

  /// A try to connect that fails looks like a connection that breaks.
  private synchronized void gone() {
    if (connected) {
      connected = false;
      say("the connection to the NATS server at %s is gone; it is made again".formatted(server));
    }
  }

  @Override
  public synchronized void exceptionOccurred(Connection nats, Exception e) {
    Throwable root = e;
    boolean unknown = isPath(e);
    while (root.getCause() != null) {
      root = root.getCause();
      unknown |= isPath(root);
    }
    String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    if (unknown) {
      cause = "no authority that is known here has signed its certificate; name it with nats-ca";
    } else if (root instanceof CertificateException && text.matches(OTHER_NAME)) {
      cause =
          "its certificate is for another host (%s); use the name that it is for, or find out who answers there"
              .formatted(line(text));
    } else {
      cause = line(text);
    }
  }

  @Override
  public synchronized void errorOccurred(Connection nats, String error) {
    cause = line(error);
    boolean forbidden = error.toLowerCase(Locale.ROOT).contains("permissions violation");
    if (forbidden && complaints.size() < MAX_COMPLAINTS && complaints.add(error)) {
      tell("the NATS server at %s does not allow this: %s".formatted(server, cause));
    }
  }

  /// Whether it is about the way from a certificate to an authority.
  private static boolean isPath(Throwable e) {
    return e instanceof CertPathBuilderException || e instanceof CertPathValidatorException;
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
