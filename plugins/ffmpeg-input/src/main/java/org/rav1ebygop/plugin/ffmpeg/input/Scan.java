package org.rav1ebygop.plugin.ffmpeg.input;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rav1ebygop.child.film.Facts;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.film.FilmStream;

/// How many frames of a film are interlaced, of some at places spread over all of it.
///
/// @param frames that were looked at
/// @param interlaced how many of them are
record Scan(int frames, int interlaced) {
  private static final int PLACES = 25;
  private static final int FRAMES_EACH = 3;

  /// @param first facts of the first frame
  static Scan of(Ffmpeg ffmpeg, FilmProbe film, FilmStream stream, Facts first) {
    double seconds = film.format().number("duration");
    double start = Math.max(0, film.format().number("start_time"));
    if (!(seconds > 0)) {
      return of(List.of(first));
    }
    String places =
        IntStream.range(0, PLACES)
            .mapToObj(i ->
                String.format(
                    Locale.ROOT,
                    "%.3f%%+#%d",
                    (Double.isNaN(start) ? 0 : start) + seconds * i / PLACES,
                    FRAMES_EACH))
            .collect(Collectors.joining(","));
    Facts found =
        ffmpeg.ask(
            film.file(),
            "-select_streams",
            "" + stream.index(),
            "-show_entries",
            "frame=interlaced_frame",
            "-read_intervals",
            places);
    return of(Stream.concat(Stream.of(first), found.each("frames").stream()).toList());
  }

  private static Scan of(List<Facts> frames) {
    long interlaced = frames.stream().filter(frame -> frame.flag("interlaced_frame")).count();
    return new Scan(frames.size(), (int) interlaced);
  }

  /// Whether some are and some are not.
  boolean isMixed() {
    return interlaced > 0 && interlaced < frames;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d of %d frames looked at", interlaced, frames);
  }
}
