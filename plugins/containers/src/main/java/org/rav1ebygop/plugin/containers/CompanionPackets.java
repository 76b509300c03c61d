package org.rav1ebygop.plugin.containers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// How many packets each stream of a file has, and when the first and the last is shown, as ffprobe
/// lists them without decoding.
///
/// @param streams by their index
record CompanionPackets(Map<Integer, Tally> streams) {
  private static final int INDEX = 0;
  private static final int SHOWN = 1;
  private static final int DECODED = 2;
  private static final int DURATION = 3;
  private static final int FLAGS = 4;

  /// Packets of a stream.
  static final class Tally {
    private long count;
    private double first = Double.NaN;
    private double last = Double.NaN;

    /// How many there are.
    long count() {
      return count;
    }

    /// When the first one is shown, in seconds on the clock of the file; NaN when that is not told.
    double first() {
      return first;
    }

    /// When the last one is shown.
    double last() {
      return last;
    }

    private void add(double time) {
      count++;
      if (!Double.isNaN(time)) {
        first = Double.isNaN(first) ? time : Math.min(first, time);
        last = Double.isNaN(last) ? time : Math.max(last, time);
      }
    }
  }

  /// Reads a file.
  ///
  /// @param from packets that end earlier are left out, in seconds
  static CompanionPackets of(Ffmpeg ffmpeg, Path file, double from) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffprobe().toString(), "-v", "error"));
    line.addAll(
        List.of("-show_entries", "packet=stream_index,pts_time,dts_time,duration_time,flags"));
    line.addAll(List.of("-of", "csv=print_section=0"));
    line.addAll(ffmpeg.input(file));
    var streams = new TreeMap<Integer, Tally>();
    try {
      Process process = ProcessTree.start(line, Map.of());
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        LogDrain.start("ffprobe", process, new LogTail());
        process.getOutputStream().close();
        String text;
        while ((text = lines.readLine()) != null) {
          add(text.split(",", -1), from, streams);
        }
      } finally {
        ProcessTree.kill(process);
      }
    } catch (IOException e) {
      throw GopException.environment("ffprobe failed: " + e.getMessage(), e);
    }
    return new CompanionPackets(streams);
  }

  /// Those of a stream; none when it has no packet.
  Tally stream(int index) {
    return streams.getOrDefault(index, new Tally());
  }

  private static void add(String[] words, double from, Map<Integer, Tally> streams) {
    if (words.length <= FLAGS) {
      return;
    }
    Tally tally = streams.computeIfAbsent(Integer.valueOf(words[INDEX]), _ -> new Tally());
    double shown = seconds(words[SHOWN]);
    double time = Double.isNaN(shown) ? seconds(words[DECODED]) : shown;
    double duration = seconds(words[DURATION]);
    boolean early = time + (Double.isNaN(duration) ? 0 : duration) < from;
    // streams are copied from their first key packet on
    if (!early && (tally.count > 0 || words[FLAGS].contains("K"))) {
      tally.add(time);
    }
  }

  private static double seconds(String word) {
    return word.matches("-?[0-9.]+") ? Double.parseDouble(word) : Double.NaN;
  }
}
