package org.rav1ebygop.av1;

import java.io.Serial;

/// Bytes that break the rules of their format. The message is one line that starts with the offset.
public final class MalformedBitstreamException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final long offset;

  /// @param offset of the first byte that cannot be right, from the start of what was being read: a
  ///   file for containers, a temporal unit or a payload for bitstreams
  /// @param message what is wrong with it
  public MalformedBitstreamException(long offset, String message) {
    super("byte " + offset + ": " + message);
    this.offset = offset;
  }

  /// The first byte that cannot be right.
  public long offset() {
    return offset;
  }

  /// The message, which is never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
