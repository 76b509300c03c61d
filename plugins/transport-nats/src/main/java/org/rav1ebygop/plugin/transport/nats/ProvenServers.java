package org.rav1ebygop.plugin.transport.nats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.impl.NatsServerPool;
import java.util.List;

/// The servers to connect to. A server announces the others of its cluster, the first time in plain
/// text, even where TLS follows: so anybody on the way could name servers of his own. They are
/// taken in once a server has let us in, and over TLS only those that it names from then on.
final class ProvenServers extends NatsServerPool {
  private final boolean tls;

  @GuardedBy("this")
  private List<String> early = List.of();

  @GuardedBy("this")
  private boolean connected;

  /// @param tls whether connections are encrypted
  ProvenServers(boolean tls) {
    this.tls = tls;
  }

  /// A server has let us in.
  synchronized void connected() {
    connected = true;
    if (!early.isEmpty()) {
      var _ = super.acceptDiscoveredUrls(early);
      early = List.of();
    }
  }

  /// The connection is gone.
  synchronized void disconnected() {
    connected = false;
  }

  @Override
  public synchronized boolean acceptDiscoveredUrls(List<String> announced) {
    if (connected) {
      return super.acceptDiscoveredUrls(announced);
    }
    early = tls ? List.of() : List.copyOf(announced);
    return false;
  }
}
