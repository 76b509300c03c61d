package org.rav1ebygop.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/// Counts connections, and ends those that are too many or take too long to become a WebSocket.
/// What nobody has to prove anything for must cost little.
final class ConnectionGate {
  private final ConnectionLimits limits;
  private final Scheduler scheduler;

  /// Connections that are no WebSocket yet.
  @GuardedBy("this")
  private final Map<EndPoint, Waiting> waiting = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, Integer> byAddress = new HashMap<>();

  @GuardedBy("this")
  private int open;

  private record Waiting(String address, Scheduler.Task end) {}

  ConnectionGate(ConnectionLimits limits, Scheduler scheduler) {
    this.limits = limits;
    this.scheduler = scheduler;
  }

  void opened(EndPoint socket) {
    String address = address(socket.getRemoteSocketAddress());
    boolean admitted;
    synchronized (this) {
      open++;
      admitted =
          open <= limits.open()
              && waiting.size() < limits.waiting()
              && byAddress.getOrDefault(address, 0) < limits.waitingPerAddress();
      if (admitted) {
        byAddress.merge(address, 1, Integer::sum);
        waiting.put(
            socket,
            new Waiting(
                address,
                scheduler.schedule(
                    () -> expire(socket), limits.upgrade().toMillis(), TimeUnit.MILLISECONDS)));
      }
    }
    if (!admitted) {
      socket.close();
    }
  }

  synchronized void upgraded(EndPoint socket) {
    Waiting gone = waiting.remove(socket);
    if (gone != null) {
      gone.end.cancel();
      byAddress.compute(gone.address, (_, count) -> count == null || count == 1 ? null : count - 1);
    }
  }

  synchronized void closed(EndPoint socket) {
    open--;
    upgraded(socket);
  }

  private void expire(EndPoint socket) {
    boolean late;
    synchronized (this) {
      late = waiting.containsKey(socket);
    }
    if (late) {
      socket.close();
    }
  }

  /// Who has an IPv6 address has 2^64 of them.
  private static String address(SocketAddress remote) {
    InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
    return switch (address) {
      case null -> "";
      case Inet6Address six ->
          HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), Long.BYTES));
      default -> address.getHostAddress();
    };
  }
}
