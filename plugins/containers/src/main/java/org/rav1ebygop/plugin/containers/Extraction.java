package org.rav1ebygop.plugin.containers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.process.ExitStatus;
import org.rav1ebygop.child.process.ShortRun;

/// The video of a film, taken out of its container by ffmpeg.
///
/// @param stream as `-map` of ffmpeg names it
record Extraction(Ffmpeg ffmpeg, Path film, String stream) {
  /// Far longer than copying any film takes.
  private static final Duration LIMIT = Duration.ofHours(6);

  /// The command line, up to where the video goes.
  List<String> line() {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffmpeg().toString(), "-v", "error", "-nostdin"));
    line.addAll(ffmpeg.input(film));
    line.addAll(List.of("-map", stream, "-c", "copy", "-f", "ivf", "-y"));
    return line;
  }

  /// Copies it.
  ///
  /// @throws GopException of kind INPUT when ffmpeg complains
  void to(Path ivf) {
    List<String> line = line();
    line.add(Ffmpeg.url(ivf));
    try {
      ShortRun run = ShortRun.of(line, Map.of(), InputStream.nullInputStream(), LIMIT);
      Integer code = run.exitCode();
      if (code == null || code != 0 || !run.log().isBlank()) {
        throw GopException.input(
            "%s is damaged: ffmpeg %s%s"
                .formatted(
                    film,
                    code == null ? "does not end" : ExitStatus.describe(code),
                    Ffmpeg.QUOTE.suffix(run.log())));
      }
    } catch (IOException e) {
      throw GopException.environment("ffmpeg cannot be started: " + e.getMessage(), e);
    }
  }
}
