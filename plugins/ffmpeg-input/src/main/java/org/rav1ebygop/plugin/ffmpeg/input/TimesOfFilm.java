package org.rav1ebygop.plugin.ffmpeg.input;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.child.film.Ffmpeg;

/// Finds out when the frames of a film are shown.
///
/// The packets of the file tell it without decoding. Where they do not add up to the frames, as
/// with pictures that are coded in two packets, the frames are asked. What a filter has taken or
/// added is shown at a constant rate, if that fills the time of the film.
///
/// @param frameRate of the frames that are encoded
/// @param whole whether all frames of the film are known to be encoded
record TimesOfFilm(Ffmpeg ffmpeg, Picture picture, Rational frameRate, boolean whole) {
  private static final double SECONDS_OFF = 0.5;

  /// The times of so many frames, from the first.
  ///
  /// @return null when the film does not tell, or the user does not want to know
  /// @throws GopException of kind INPUT when they cannot be found
  @Nullable FrameTimes of(long count) {
    if (!picture.pace().timed()) {
      return null;
    }
    long start = picture.film().startNanos();
    Listing packets = Listing.ofPackets(ffmpeg, file(), picture.stream(), Long.MAX_VALUE);
    if (packets.isSound() && packets.count() == count) {
      return times(packets, start);
    }
    if (picture.choice().filter() == null) {
      Listing frames = Listing.ofFrames(ffmpeg, file(), picture.stream(), count);
      if (frames.isSound() && frames.count() == count) {
        return times(frames, start);
      }
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "%s: %d frames were encoded, but it tells the times of %d; forget them with --input-option times=constant",
              picture.film().file(),
              count,
              frames.count()));
    }
    return filtered(packets, count, start);
  }

  private FrameTimes times(Listing listed, long start) {
    FrameTimes steady = SteadyTimes.of(listed, tick(), frameRate, start);
    return steady == null ? new ListedTimes(listed.ends(tick(), frameRate), tick(), start) : steady;
  }

  private FrameTimes filtered(Listing packets, long count, long start) {
    if (packets.count() == 0) {
      throw GopException.input(
          "%s tells no times of frames; forget them with --input-option times=constant"
              .formatted(picture.film().file()));
    }
    long[] ticks = packets.ends(tick(), frameRate);
    double seconds = (ticks[ticks.length - 1] - ticks[0]) * tick().value();
    double filled = count / frameRate.value();
    if (whole && Math.abs(filled - seconds) > SECONDS_OFF) {
      throw mismatch(count, filled, seconds);
    }
    return SteadyTimes.from(ticks[0], tick(), frameRate, count, start);
  }

  private GopException mismatch(long count, double filled, double seconds) {
    return GopException.input(
        String.format(
            Locale.ROOT,
            "%s: %d frames from --video-filter take %.3f s at %s fps, but the film %.3f s: sound would not fit; end the filters with fps=RATE, or use --input-option times=constant",
            picture.film().file(),
            count,
            filled,
            frameRate,
            seconds));
  }

  private Path file() {
    return picture.film().file();
  }

  private Rational tick() {
    Rational tick = picture.stream().facts().ratio("time_base");
    if (tick == null) {
      throw GopException.input(picture.film().file() + ": its clock has no unit");
    }
    return tick;
  }
}
