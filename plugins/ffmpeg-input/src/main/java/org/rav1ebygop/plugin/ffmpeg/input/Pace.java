package org.rav1ebygop.plugin.ffmpeg.input;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Rational;

/// How a film shows its frames.
///
/// @param averageRate frames per second if they are not shown at the rate that the film tells, else
///   null
record Pace(@Nullable Rational averageRate) {
  private static final int MOST_FPS = 10_000;

  /// Thousandths of a frame per second are told apart.
  private static final int RATE_PARTS = 1000;

  /// @param tick of the packets
  /// @param told the rate that the film tells, or null
  static Pace of(Packets packets, Rational tick, @Nullable Rational told) {
    long[] times = packets.pace();
    boolean steady = told != null && SteadyTimes.fits(times, tick, told, 1);
    return new Pace(steady ? null : averageRate(times, tick));
  }

  private static @Nullable Rational averageRate(long[] times, Rational tick) {
    if (times.length < 2) {
      return null;
    }
    double rate = (times.length - 1) / ((times[times.length - 1] - times[0]) * tick.value());
    return rate > 0 && rate < MOST_FPS
        ? new Rational((int) Math.max(1, Math.round(rate * RATE_PARTS)), RATE_PARTS)
        : null;
  }
}
