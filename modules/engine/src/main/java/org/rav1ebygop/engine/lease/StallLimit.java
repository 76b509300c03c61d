package org.rav1ebygop.engine.lease;

import java.time.Duration;
import org.rav1ebygop.engine.job.StallTimeout;

/// The times of a watchdog, all in nanoseconds: what [StallTimeout] comes to in one job.
final class StallLimit {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long FLOOR = 60 * SECOND;
  private static final long START = 120 * SECOND;
  private static final long START_PER_MEGAPIXEL = 240 * SECOND;
  private static final int FACTOR = 10;

  /// Keeps shifts and products within the range of a long: 2^20 seconds are twelve days.
  private static final int MAX_DOUBLINGS = 20;

  private static final long MAX_LIMIT = SECOND << MAX_DOUBLINGS;

  /// How long a slot may take to end an encoder whose lease was revoked. Processes are gone within
  /// a moment unless they hang in the kernel.
  private static final long LETTING_GO = 10 * SECOND;

  /// Looks at each encoder within the time it has.
  private static final int LOOKS = 8;

  private final StallTimeout timeout;
  private final long start;

  /// @param pixels in a frame
  StallLimit(StallTimeout timeout, long pixels) {
    this.timeout = timeout;
    this.start = Math.min(MAX_LIMIT, START + (long) (START_PER_MEGAPIXEL * (pixels / 1e6)));
  }

  /// How long an encoder may be without progress.
  ///
  /// @param longest pause so far that ended in progress
  /// @param stored GOPs stored in this run
  /// @param stalls earlier attempts at the GOP that made no progress
  long limit(long longest, int stored, int stalls) {
    return switch (timeout) {
      case StallTimeout.Never _ -> Long.MAX_VALUE;
      case StallTimeout.Fixed(Duration time) -> time.toNanos();
      case StallTimeout.Automatic _ -> {
        long unproven = start >> Math.min(MAX_DOUBLINGS, stored);
        long plausible = Math.max(Math.max(FLOOR, unproven), Math.min(MAX_LIMIT, longest) * FACTOR);
        yield Math.min(MAX_LIMIT, plausible) << Math.min(MAX_DOUBLINGS / 2, stalls);
      }
    };
  }

  /// How long a slot may take to come back once its lease was revoked.
  long lettingGo() {
    return timeout instanceof StallTimeout.Fixed(Duration time)
        ? Math.clamp(time.toNanos(), LETTING_GO / 2, LETTING_GO)
        : LETTING_GO;
  }

  /// Between two looks at all encoders.
  long period() {
    return timeout instanceof StallTimeout.Fixed(Duration time)
        ? Math.clamp(time.toNanos() / LOOKS, 1, SECOND)
        : SECOND;
  }
}
