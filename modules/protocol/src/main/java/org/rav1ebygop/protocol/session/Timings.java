package org.rav1ebygop.protocol.session;

import java.time.Duration;

/// How long a session waits.
///
/// @param handshake from the connection to the first word after the proof of the password
/// @param ping nothing was sent for so long: say that we are there
/// @param silence nothing was heard for so long: the connection is lost
/// @param resume after a lost connection its leases are kept for so long
/// @param yield after a lost connection they are kept for so long from a client that waits
public record Timings(
    Duration handshake, Duration ping, Duration silence, Duration resume, Duration yield) {
  /// Those of `docs/protocol.md`.
  public static final Timings STANDARD =
      new Timings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10));
}
