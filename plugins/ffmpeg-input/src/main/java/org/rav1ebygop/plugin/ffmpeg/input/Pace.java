package org.rav1ebygop.plugin.ffmpeg.input;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmStream;

/// How a film begins to show its frames.
///
/// @param timed whether it tells when it shows them
/// @param averageRate frames per second if they are not shown at the rate that the film tells, else
///   null
record Pace(boolean timed, @Nullable Rational averageRate) {
  /// Nothing but a rate counts.
  static final Pace CONSTANT = new Pace(false, null);

  /// Packets that tell whether a rate is constant.
  private static final int LOOKED_AT = 500;

  /// Frames that may be shown before one that was decoded earlier, in any format.
  private static final int REORDERED = 32;

  private static final int MOST_FPS = 10_000;

  /// Thousandths of a frame per second are told apart.
  private static final int RATE_PARTS = 1000;

  static Pace of(Ffmpeg ffmpeg, Path file, FilmStream stream) {
    Listing listed = Listing.ofPackets(ffmpeg, file, stream, LOOKED_AT);
    if (listed.count() == LOOKED_AT) {
      listed.forget(REORDERED);
    }
    if (!listed.isSound()) {
      // pictures in two packets each are timed once
      listed = Listing.ofFrames(ffmpeg, file, stream, REORDERED);
    }
    Rational tick = stream.facts().ratio("time_base");
    if (tick == null || !listed.isSound()) {
      return CONSTANT;
    }
    Rational told = stream.facts().ratio("r_frame_rate");
    boolean steady = told != null && SteadyTimes.of(listed, tick, told, 0) != null;
    return new Pace(true, steady ? null : averageRate(listed, tick));
  }

  private static @Nullable Rational averageRate(Listing listed, Rational tick) {
    double rate = (listed.count() - 1) / (listed.span() * tick.value());
    return rate > 0 && rate < MOST_FPS
        ? new Rational((int) Math.max(1, Math.round(rate * RATE_PARTS)), RATE_PARTS)
        : null;
  }
}
