package org.rav1ebygop.frame.codec;

import java.io.Serial;

/// Compressed bytes that are not what [FrameCodec#compress] wrote. The message is one line.
public final class CorruptFrameException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  CorruptFrameException(String message) {
    super(message);
  }

  /// The message, which is never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
