package org.rav1ebygop.plugin.ffmpeg.input;

import java.math.BigInteger;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.Rational;

/// Times that are those of a constant rate, rounded to the ticks of the film: rounding is undone.
///
/// @param first when the first frame is shown
/// @param step how long each is shown
record SteadyTimes(long first, long step, Rational tick, long startNanos) implements FrameTimes {
  /// A clock with enough ticks for any offset of sound.
  private static final int FINE = 90_000;

  /// Whether frames are no further from their place at a constant rate than rounding explains.
  ///
  /// @param rounding in ticks, how far that moves a frame at the most
  static boolean fits(long[] ticks, Rational tick, Rational rate, double rounding) {
    double step = 1 / (rate.value() * tick.value());
    for (int i = 0; i < ticks.length; i++) {
      if (Math.abs(ticks[i] - ticks[0] - i * step) > rounding) {
        return false;
      }
    }
    return true;
  }

  /// @param first in ticks of the film
  static FrameTimes from(long first, Rational tick, Rational rate, long count, long start) {
    int times = Math.max(1, (FINE + rate.numerator() - 1) / rate.numerator());
    int fine = rate.numerator() * times;
    long step = (long) rate.denominator() * times;
    Math.multiplyExact(step, count);
    return new SteadyTimes(scaled(first, tick, fine), step, new Rational(1, fine), start);
  }

  private static long scaled(long ticks, Rational tick, int fine) {
    BigInteger twice =
        BigInteger.valueOf(ticks)
            .multiply(BigInteger.valueOf(2L * tick.numerator()))
            .multiply(BigInteger.valueOf(fine));
    BigInteger unit = BigInteger.valueOf(tick.denominator());
    return twice.add(unit).divide(unit.shiftLeft(1)).longValueExact();
  }

  @Override
  public long at(long frame) {
    return first + frame * step;
  }

  @Override
  public boolean steady() {
    return true;
  }
}
