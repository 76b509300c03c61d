package org.rav1ebygop.plugin.ffmpeg.input;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.child.film.Ffmpeg;

/// Finds out when the frames of a film are shown, on the clock of its file.
///
/// The packets of the file tell it without decoding, when each has a time of its own and there are
/// as many as frames. Otherwise ffmpeg makes the frames once more, and is asked for the time of
/// each. With a constant rate only the first frame is asked.
///
/// @param frameRate of the frames that are encoded
/// @param whole whether all frames of the film are known to be encoded
record TimesOfFilm(Ffmpeg ffmpeg, Picture picture, Rational frameRate, boolean whole) {
  /// Ticks in a second at the least, so that a frame can be placed between two others.
  private static final int FINE = 90_000;

  /// Frames of which one has a time, so that the first gets one.
  private static final int FIRST = 64;

  /// The times of so many frames, from the first.
  ///
  /// @throws GopException of kind INPUT when they cannot be found
  FrameTimes of(long count) {
    try {
      return found(count);
    } catch (ArithmeticException e) {
      throw new GopException(
          GopException.Kind.INPUT,
          "%s: its time stamps are too large to be kept; show its frames at a constant rate with --input-option frame-rate=25"
              .formatted(picture.film().file()),
          e);
    }
  }

  private FrameTimes found(long count) {
    Packets packets = picture.packets();
    if (!packets.timed()) {
      return SteadyTimes.from(fineStart(), fine(), frameRate, count, start());
    }
    Choice choice = picture.choice();
    boolean asTheFilm = choice.filter() == null && !choice.acceptDamage() && packets.isSound();
    if (choice.constantRate() || choice.frameRate() != null) {
      return asTheFilm
          ? SteadyTimes.from(packets.times()[0], picture.tick(), frameRate, count, start())
          : SteadyTimes.from(decoded(FIRST)[0], fine(), frameRate, count, start());
    }
    return asTheFilm && packets.count() == count
        ? told(packets)
        : made(decoded(count + 1), Math.toIntExact(count));
  }

  private FrameTimes told(Packets packets) {
    long[] times = packets.times();
    return times(times, times.length, packets.lastDuration(), picture.tick());
  }

  private FrameTimes made(long[] found, int count) {
    if (found.length < count || (whole && found.length > count)) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "%s: %,d frames were encoded, but ffmpeg now finds %,d; it makes other frames each"
                  + " time, or the film was changed",
              picture.film().file(),
              count,
              found.length));
    }
    long after = found.length > count ? found[count] - found[count - 1] : 0;
    return times(Arrays.copyOf(found, count), count, after, fine());
  }

  /// @param last how long the last frame is shown, or 0 for as long as the average
  private FrameTimes times(long[] times, int count, long last, Rational tick) {
    double rounding = picture.tick().value() / tick.value();
    if (SteadyTimes.fits(times, tick, frameRate, rounding)) {
      return SteadyTimes.from(times[0], tick, frameRate, count, start());
    }
    long[] ends = Arrays.copyOf(times, count + 1);
    long average = count > 1 ? (times[count - 1] - times[0]) / (count - 1) : step(tick);
    ends[count] = times[count - 1] + Math.max(1, last > 0 ? last : average);
    return new ListedTimes(ends, tick, start());
  }

  /// Times of frames as ffmpeg makes them, on the clock of the file and in order.
  private long[] decoded(long most) {
    long[] found = DecodedTimes.of(ffmpeg, picture, fine().denominator(), most);
    if (found.length == 0) {
      throw GopException.input(
          "%s: ffmpeg finds no frame where it found some".formatted(picture.film().file()));
    }
    long[] times = Monotone.filled(found, found.length, step(fine()));
    long start = fineStart();
    return Arrays.stream(times).map(time -> time + start).toArray();
  }

  private long step(Rational tick) {
    return Math.max(1, Math.round(1 / (frameRate.value() * tick.value())));
  }

  private long start() {
    return picture.film().startNanos();
  }

  /// What ffmpeg takes off all times of the stream, in whole ticks of the stream.
  private long fineStart() {
    Rational tick = picture.tick();
    long ticks =
        new BigDecimal(picture.film().offset())
            .negate()
            .multiply(BigDecimal.valueOf(tick.denominator()))
            .divide(BigDecimal.valueOf(tick.numerator()), 0, RoundingMode.HALF_UP)
            .longValueExact();
    return ticks * tick.numerator() * (fine().denominator() / tick.denominator());
  }

  /// A part of a tick of the stream.
  private Rational fine() {
    int ticks = picture.tick().denominator();
    return new Rational(1, ticks * Math.max(1, (FINE + ticks - 1) / ticks));
  }
}
