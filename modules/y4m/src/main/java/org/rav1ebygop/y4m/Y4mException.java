package org.rav1ebygop.y4m;

import java.io.Serial;

/// A y4m header that cannot be used. The message is one line without the byte, which [#offset]
/// tells.
public final class Y4mException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final long offset;

  /// @param offset of the byte at fault, from the start of what was parsed
  /// @param message one line
  public Y4mException(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /// Where the fault is, in bytes from the start of what was parsed.
  public long offset() {
    return offset;
  }

  /// The message, which is never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
