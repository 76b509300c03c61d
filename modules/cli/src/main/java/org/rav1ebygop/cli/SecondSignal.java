package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.terminal.Signals;

/// A further signal while the first one is obeyed: ends the process at once, whatever it waits for,
/// such as a disk that does not answer.
final class SecondSignal {
  /// Who signals a process and its group, such as `timeout`, sends two.
  private static final Duration SAME = Duration.ofMillis(500);

  private SecondSignal() {}

  /// From now on. Where it cannot be, a further signal is without effect, as Java has it.
  static void endsAtOnce() {
    long first = System.nanoTime();
    Runnable end =
        () -> {
          if (System.nanoTime() - first > SAME.toNanos()) {
            Runtime.getRuntime().halt(GopException.Kind.INTERRUPTED.exitCode());
          }
        };
    for (String signal : List.of("INT", "TERM", "HUP")) {
      Signals.handle(signal, end);
    }
  }
}
