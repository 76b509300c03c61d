package org.rav1ebygop.plugin.containers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.spi.MuxRequest;

/// When each frame of a film is shown, in nanoseconds after the beginning of its source.
///
/// @param frames of the film
/// @param rate frames per second, when there are no times
/// @param times as the source tells them, or null
record FilmClock(long frames, Rational rate, @Nullable FrameTimes times) {
  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
  private static final int NANO_DIGITS = 9;

  /// Ticks in a second at the least, so that sound can begin between frames.
  private static final int FINE = 10_000;

  /// Asks for the times.
  static FilmClock of(MuxRequest request) {
    return new FilmClock(request.frameCount(), request.format().frameRate(), request.times());
  }

  /// When a frame is shown, or at the number of frames the film ends.
  long nanos(long frame) {
    FrameTimes known = times;
    return known == null
        ? nanos(frame, rate.denominator(), rate.numerator())
        : nanos(known.at(frame), known.tick().numerator(), known.tick().denominator())
            - known.startNanos();
  }

  /// Zero, or when the first frame is shown if that is earlier.
  long originNanos() {
    return Math.min(0, nanos(0));
  }

  /// When the film ends.
  long endNanos() {
    return nanos(frames);
  }

  /// How long each frame is shown, or 0 when that differs.
  long frameNanos() {
    FrameTimes known = times;
    return known == null || known.steady() ? nanos(1, rate.denominator(), rate.numerator()) : 0;
  }

  /// Ticks in a second that all times are multiples of.
  int timescale() {
    FrameTimes known = times;
    int exact = known == null ? rate.numerator() : known.tick().denominator();
    return exact * Math.max(1, (FINE + exact - 1) / exact);
  }

  /// As ffmpeg takes times.
  static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, NANO_DIGITS).toPlainString();
  }

  /// `count * seconds / parts` seconds, rounded to the nearest nanosecond.
  private static long nanos(long count, int seconds, int parts) {
    BigInteger product =
        BigInteger.valueOf(count).multiply(BigInteger.valueOf(seconds)).multiply(NANOS);
    return new BigDecimal(product)
        .divide(BigDecimal.valueOf(parts), 0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
