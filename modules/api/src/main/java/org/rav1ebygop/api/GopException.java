package org.rav1ebygop.api;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The one exception that crosses the API. Its message is a single line for the user: what, where,
/// what to do.
public final class GopException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Kind kind;

  /// Whose fault it is, and so what happens next.
  public enum Kind {
    /// The command line or a settings file is wrong.
    USAGE(2),
    /// The input cannot be read as what it claims to be.
    INPUT(3),
    /// An encoder, worker or connection failed; the GOP may be tried again, also elsewhere.
    ENCODER(4),
    /// The machine lacks something: an encoder, space, permission, memory.
    ENVIRONMENT(5),
    /// We were stopped from outside.
    INTERRUPTED(130),
    /// A promise of this program, or of a plugin, was broken.
    BUG(70);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /// The exit code of a run that ends with such a failure.
    public int exitCode() {
      return exitCode;
    }
  }

  /// @param message one line
  /// @param cause for `--debug`, or null
  public GopException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// The command line or a settings file is wrong.
  public static GopException usage(String message) {
    return new GopException(Kind.USAGE, message, null);
  }

  /// The input is not what it claims to be.
  public static GopException input(String message) {
    return new GopException(Kind.INPUT, message, null);
  }

  /// An attempt to encode failed.
  public static GopException encoder(String message, @Nullable Throwable cause) {
    return new GopException(Kind.ENCODER, message, cause);
  }

  /// The machine lacks something.
  public static GopException environment(String message, @Nullable Throwable cause) {
    return new GopException(Kind.ENVIRONMENT, message, cause);
  }

  /// A promise was broken.
  public static GopException bug(String message, @Nullable Throwable cause) {
    return new GopException(Kind.BUG, message, cause);
  }

  /// Whose fault it is.
  public Kind kind() {
    return kind;
  }

  /// The message, which is never null.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
