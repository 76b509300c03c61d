package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;

/// How a run ended.
final class Outcome {
  private final String command;
  private final int code;
  private final byte[] stdout;
  private final byte[] stderr;

  Outcome(String command, int code, byte[] stdout, byte[] stderr) {
    this.command = command;
    this.code = code;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /// The exit code; 128 + the signal when one ended it.
  int code() {
    return code;
  }

  /// All of its stdout, such as a film.
  byte[] stdoutBytes() {
    return stdout.clone();
  }

  /// All of its stdout as text.
  String stdout() {
    return new String(stdout, UTF_8);
  }

  /// All of its stderr.
  String stderr() {
    return new String(stderr, UTF_8);
  }

  /// Fails, with all that was printed, unless it ended so.
  Outcome expectCode(int expected) {
    assertEquals(expected, code, () -> "exit code\n" + this);
    return this;
  }

  /// What was run, how it ended and what it printed, for failures.
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%nexit code %d%n--- stdout (%d bytes)%n%.4000s%n--- stderr%n%s%n---",
        command,
        code,
        stdout.length,
        stdout(),
        stderr());
  }
}
