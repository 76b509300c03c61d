package org.rav1ebygop.plugin.containers;

import java.nio.file.Path;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;

/// Compares the sound of a finished file with that of its source: all packets are there, from the
/// first to the last, and as far from the pictures as they were.
///
/// @param source of the sound
/// @param clock of the film
record CompanionProof(Ffmpeg ffmpeg, Companions companions, FilmProbe source, FilmClock clock) {
  /// Matroska counts in milliseconds, and ffmpeg 5 forgets 6.5 of them before Opus.
  private static final double ROUNDING_SECONDS = 0.01;

  private static final double NANOS = 1e9;

  /// @throws GopException of kind ENVIRONMENT when something is missing or moved
  void of(Path made) {
    if (companions.taken().stream().noneMatch(CompanionProof::isSound)) {
      return;
    }
    double start = source.startNanos() / NANOS;
    double from = companions.dropsBeforeStart() ? start : Double.NEGATIVE_INFINITY;
    CompanionPackets before = CompanionPackets.of(ffmpeg, source.file(), from);
    CompanionPackets after = CompanionPackets.of(ffmpeg, made, Double.NEGATIVE_INFINITY);
    double zero = after.stream(0).first() - clock.nanos(0) / NANOS;
    for (int i = 0; i < companions.taken().size(); i++) {
      Companions.Taken taken = companions.taken().get(i);
      if (isSound(taken)) {
        compare(taken, before.stream(taken.stream().index()), start, after.stream(i + 1), zero);
      }
    }
  }

  private static boolean isSound(Companions.Taken taken) {
    return taken.stream().type().equals("audio");
  }

  private void compare(
      Companions.Taken taken,
      CompanionPackets.Tally before,
      double start,
      CompanionPackets.Tally after,
      double zero) {
    boolean cut = companions.options().get("cut") != null;
    if (!cut && before.count() != after.count()) {
      throw wrong(
          taken,
          String.format(
              Locale.ROOT,
              "%,d packets of %,d arrived in the output",
              after.count(),
              before.count()));
    }
    double begins = after.first() - zero - (before.first() - start);
    double ends = cut ? 0 : after.last() - zero - (before.last() - start);
    double off = Math.abs(begins) > Math.abs(ends) ? begins : ends;
    if (Math.abs(off) > ROUNDING_SECONDS) {
      throw wrong(
          taken,
          String.format(
              Locale.ROOT,
              "it is played %.0f ms %s than in the input",
              Math.abs(off) * 1000,
              off > 0 ? "later" : "earlier"));
    }
  }

  private GopException wrong(Companions.Taken taken, String what) {
    return GopException.environment(
        "%s of %s is not the same in the output: %s; leave it out with %s"
            .formatted(taken.stream(), source.file(), what, taken.option()),
        null);
  }
}
