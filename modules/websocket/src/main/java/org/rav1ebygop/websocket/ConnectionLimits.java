package org.rav1ebygop.websocket;

import java.time.Duration;

/// What a server allows those of whom it knows nothing yet: connections that are no WebSocket.
///
/// @param waiting of all addresses together
/// @param waitingPerAddress of one address; the addresses of an IPv6 network (64 bits) count as one
/// @param open connections, WebSockets included
/// @param upgrade how long one may take to become a WebSocket, however busy it is
public record ConnectionLimits(int waiting, int waitingPerAddress, int open, Duration upgrade) {
  /// For a worker.
  public static final ConnectionLimits STANDARD =
      new ConnectionLimits(256, 32, 2048, Duration.ofSeconds(10));
}
