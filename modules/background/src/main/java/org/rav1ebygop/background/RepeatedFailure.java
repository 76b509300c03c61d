package org.rav1ebygop.background;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Tells which failures of a task are worth a report: one of another kind than the last, and one
/// that goes on, once a minute. Used by one thread.
final class RepeatedFailure {
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private final LongSupplier clock;
  private @Nullable Kind reported;
  private long reportedAt;

  /// Where something failed. Messages may differ each time.
  private record Kind(Class<?> type, @Nullable StackTraceElement place) {
    static Kind of(Throwable failure) {
      return new Kind(
          failure.getClass(), Arrays.stream(failure.getStackTrace()).findFirst().orElse(null));
    }
  }

  /// @param clock in nanoseconds
  RepeatedFailure(LongSupplier clock) {
    this.clock = clock;
  }

  boolean isNews(Throwable failure) {
    long now = clock.getAsLong();
    Kind kind = Kind.of(failure);
    if (kind.equals(reported) && now - reportedAt < REMINDER.toNanos()) {
      return false;
    }
    reported = kind;
    reportedAt = now;
    return true;
  }
}
