package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;

/// How fast a slot encodes, of late: each GOP counts for four fifths of what the next one does.
/// Waiting for frames is part of the time. Used by any thread.
final class Pace {
  private static final double MEMORY = 0.8;
  private static final double NANOS = 1e9;

  @GuardedBy("this")
  private double pixels;

  @GuardedBy("this")
  private double seconds;

  /// A GOP was encoded.
  ///
  /// @param luma pixels of all its pictures
  synchronized void add(long luma, Duration time) {
    pixels = MEMORY * pixels + luma;
    seconds = MEMORY * seconds + time.toNanos() / NANOS;
  }

  /// Pixels of luma in a second; 0 before the first GOP.
  synchronized double rate() {
    return seconds > 0 ? pixels / seconds : 0;
  }
}
