package org.rav1ebygop.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.rav1ebygop.terminal.Signals;

/// The signals that end the worker.
final class EndSignal {
  /// Who signals a process and its group, such as `timeout`, sends two.
  private static final Duration SAME = Duration.ofMillis(500);

  private EndSignal() {}

  /// Waits for the first one; a second one ends the process at once, with exit code 0 as well.
  static void await() throws InterruptedException {
    var first = new CountDownLatch(1);
    var time = new AtomicLong();
    Runnable action =
        () -> {
          if (time.compareAndSet(0, System.nanoTime())) {
            first.countDown();
          } else if (System.nanoTime() - time.get() > SAME.toNanos()) {
            Runtime.getRuntime().halt(0);
          }
        };
    for (String signal : List.of("INT", "TERM")) {
      Signals.handle(signal, action);
    }
    first.await();
  }
}
