package org.rav1ebygop.protocol.message;

import java.io.Serial;

/// The other side broke a rule.
public final class ProtocolException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final EndReason reason;

  /// @param message one line
  public ProtocolException(EndReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /// Which kind of rule.
  public EndReason reason() {
    return reason;
  }

  /// The message, which is never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
