package org.rav1ebygop.protocol.message;

/// Why a connection ends. The order is that of the codes on the wire.
public enum EndReason {
  /// Nothing is left to do.
  FINISHED,
  /// The worker stops, when its leases have ended.
  DRAINED,
  /// A message that is not as `docs/protocol.md` has it.
  MALFORMED,
  /// A message that may not be said now.
  ILLEGAL,
  /// A limit was passed.
  LIMIT,
  /// Nothing was heard for too long.
  TIMEOUT,
  /// No protocol version in common.
  VERSION,
  /// The password is another one.
  PASSWORD,
  /// The job cannot be done here.
  REFUSED,
  /// Too many clients, or too many wrong passwords: try later.
  BUSY,
  /// The client is connected anew.
  SUPERSEDED,
  /// The connection was lost; never said by a message.
  LOST;

  /// Whether another connection can go better without anybody changing anything.
  public boolean passes() {
    return switch (this) {
      case MALFORMED, ILLEGAL, LIMIT, TIMEOUT, BUSY, SUPERSEDED, LOST, DRAINED -> true;
      case FINISHED, VERSION, PASSWORD, REFUSED -> false;
    };
  }

  /// Whether one side did not keep to the protocol.
  public boolean breaks() {
    return switch (this) {
      case MALFORMED, ILLEGAL, LIMIT -> true;
      case FINISHED, DRAINED, TIMEOUT, VERSION, PASSWORD, REFUSED, BUSY, SUPERSEDED, LOST -> false;
    };
  }
}
