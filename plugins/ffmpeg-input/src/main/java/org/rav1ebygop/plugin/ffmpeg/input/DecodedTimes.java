package org.rav1ebygop.plugin.ffmpeg.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// When frames are shown, asked of those that ffmpeg makes: decoded and filtered once more, by the
/// same arguments as those that are encoded.
final class DecodedTimes {
  private static final Pattern TIME = Pattern.compile("frame:\\d+ +pts:(\\S+) .*");

  /// Prints a line for each frame that has an entry, so each gets one.
  private static final String PRINT =
      "metadata=mode=add:key=frame:value=1,metadata=mode=print:file=-";

  private static final Pattern LABEL = Pattern.compile("(?s).*(\\[[^\\[\\]]+])\\s*");
  private static final int FIRST_SIZE = 1024;

  private DecodedTimes() {}

  /// The times of the first frames, in the order in which they come; [Monotone#MISSING] where there
  /// is none. They count from where the film starts.
  ///
  /// @param ticksPerSecond of the answer
  /// @param most how many at the most
  static long[] of(Ffmpeg ffmpeg, Picture picture, int ticksPerSecond, long most) {
    var line = new ArrayList<String>(List.of(ffmpeg.ffmpeg().toString()));
    line.addAll(FfmpegFilm.reading(ffmpeg, picture));
    line.addAll(List.of("-vf", graph(picture.choice().filter(), ticksPerSecond)));
    line.addAll(List.of("-f", "null", "/dev/null"));
    try {
      Process process = ProcessTree.start(line, Map.of());
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        LogDrain.start("ffmpeg", process, new LogTail());
        process.getOutputStream().close();
        return read(lines, most);
      } finally {
        ProcessTree.kill(process);
      }
    } catch (IOException e) {
      throw GopException.environment("ffmpeg failed: " + e.getMessage(), e);
    }
  }

  private static String graph(@Nullable String filter, int ticks) {
    String print = "settb=1/" + ticks + "," + PRINT;
    if (filter == null) {
      return print;
    }
    Matcher labelled = LABEL.matcher(filter);
    return filter + (labelled.matches() ? ";" + labelled.group(1) : ",") + print;
  }

  private static long[] read(BufferedReader lines, long most) throws IOException {
    long[] times = new long[FIRST_SIZE];
    int count = 0;
    String line;
    while (count < most && (line = lines.readLine()) != null) {
      Matcher match = TIME.matcher(line);
      if (match.matches()) {
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        String time = match.group(1);
        times[count++] = time.matches("-?\\d{1,18}") ? Long.parseLong(time) : Monotone.MISSING;
      }
    }
    return Arrays.copyOf(times, count);
  }
}
