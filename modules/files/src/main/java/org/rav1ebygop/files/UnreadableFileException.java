package org.rav1ebygop.files;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// A file was not read. The message is the reason, such as `it is not a regular file`, and does not
/// name the file.
public final class UnreadableFileException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  UnreadableFileException(String reason, @Nullable IOException cause) {
    super(reason, cause);
  }

  /// Whether there is no file.
  public boolean isMissing() {
    return getCause() instanceof NoSuchFileException;
  }

  /// The reason, in words.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
