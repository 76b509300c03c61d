package org.rav1ebygop.protocol;

import java.time.Duration;

/// Leaves a worker alone for a while when its GOPs come to nothing one after the other, for longer
/// each time.
final class Bench {
  private static final int FAILURES = 3;
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LAST = Duration.ofMinutes(10);

  private int failures;
  private Duration next = FIRST;
  private long until;
  private boolean benched;

  void succeeded() {
    failures = 0;
    next = FIRST;
  }

  /// A GOP came to nothing there.
  ///
  /// @param now of [System#nanoTime]
  /// @return for how long it is left alone, or zero when it is not
  Duration failed(long now) {
    if (benched || ++failures < FAILURES) {
      return Duration.ZERO;
    }
    Duration time = next;
    benched = true;
    until = now + time.toNanos();
    next = time.multipliedBy(2).compareTo(LAST) > 0 ? LAST : time.multipliedBy(2);
    return time;
  }

  /// Whether it is left alone.
  boolean isBenched() {
    return benched;
  }

  /// Whether that ends now. One more failure, and it begins again.
  ///
  /// @param now of [System#nanoTime]
  boolean ends(long now) {
    if (!benched || now - until < 0) {
      return false;
    }
    benched = false;
    failures = FAILURES - 1;
    return true;
  }
}
