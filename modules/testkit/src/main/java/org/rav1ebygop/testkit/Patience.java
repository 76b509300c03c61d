package org.rav1ebygop.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How long tests wait for what must happen. The bound only turns a hang into a failure: it is far
/// beyond what the slowest machine needs, so no test depends on how fast a machine is.
public final class Patience {
  /// For a whole test.
  public static final int MINUTES = 20;

  /// For one event in a test.
  public static final Duration LIMIT = Duration.ofMinutes(MINUTES / 2);

  /// Short beside anything a test waits for, and long beside the time a look takes.
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(2);

  private Patience() {}

  /// Waits until a condition holds.
  ///
  /// @param what it is, for the failure
  public static void until(String what, BooleanSupplier condition) {
    if (!awaits(condition, System.nanoTime() + LIMIT.toNanos())) {
      throw new AssertionError("not after " + LIMIT.toMinutes() + " minutes: " + what);
    }
  }

  /// Waits until a condition holds, for callers whose failure has more to show.
  ///
  /// @param end of the wait, as of [System#nanoTime]
  /// @return whether it holds
  public static boolean awaits(BooleanSupplier condition, long end) {
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting");
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
    return true;
  }
}
