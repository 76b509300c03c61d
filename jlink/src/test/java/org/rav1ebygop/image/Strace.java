package org.rav1ebygop.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Starts programs under a tracer, which follows all their threads and children, writes to their
/// stdout, and can harm them at a certain system call.
final class Strace {
  private Strace() {}

  /// The start of a command.
  ///
  /// @param options what to trace and what to do
  static List<String> with(String... options) {
    var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-y", "-e", "signal=none"));
    command.addAll(List.of("-o", "/dev/stdout"));
    command.addAll(List.of(options));
    return List.copyOf(command);
  }

  /// Why it cannot be used here, or an empty text: containers may forbid it, and other systems than
  /// Linux do not have it.
  static String whyNot() {
    try {
      Outcome outcome = new Run("env").and(with("-e", "trace=openat", "true").toArray()).toEnd();
      return outcome.code() == 0 ? "" : outcome.stderr().strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
