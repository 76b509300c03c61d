package org.rav1ebygop.plugin.ffmpeg.input;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.Rational;

/// Times that are those of a constant rate, rounded to the ticks of the film: rounding is undone.
///
/// @param first when the first frame is shown
/// @param step how long each is shown
record SteadyTimes(long first, long step, Rational tick, long startNanos) implements FrameTimes {
  /// A clock with enough ticks for any offset of sound.
  private static final int FINE = 90_000;

  /// @return null when frames are further from their place than rounding explains
  static @Nullable FrameTimes of(Listing listed, Rational tick, Rational rate, long start) {
    long[] ticks = listed.ends(tick, rate);
    double step = 1 / (rate.value() * tick.value());
    for (int i = 0; i < listed.count(); i++) {
      if (Math.abs(ticks[i] - ticks[0] - i * step) > 1) {
        return null;
      }
    }
    return from(ticks[0], tick, rate, listed.count(), start);
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
