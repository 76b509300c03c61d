package org.rav1ebygop.plugin.ffmpeg.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmStream;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// When things are shown, as ffprobe lists them.
final class Listing {
  private static final int PTS = 0;
  private static final int DURATION = 1;
  private static final int FLAGS = 2;

  private long[] ticks = new long[1024];
  private long[] durations = new long[1024];
  private int count;
  private boolean complete = true;

  private Listing() {}

  /// The packets of a stream, in the order of showing, without those that are only decoded.
  static Listing ofPackets(Ffmpeg ffmpeg, Path file, FilmStream stream, long most) {
    return of(ffmpeg, file, stream, new Entries("packet=pts,duration,flags", most));
  }

  /// Its frames, at most so many from the first.
  static Listing ofFrames(Ffmpeg ffmpeg, Path file, FilmStream stream, long most) {
    return of(ffmpeg, file, stream, new Entries("frame=best_effort_timestamp,pkt_duration", most));
  }

  /// What to list.
  ///
  /// @param names as ffprobe takes them
  /// @param most how many at the most
  private record Entries(String names, long most) {}

  private static Listing of(Ffmpeg ffmpeg, Path file, FilmStream stream, Entries entries) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffprobe().toString(), "-v", "error"));
    line.addAll(List.of("-select_streams", "" + stream.index(), "-show_entries", entries.names));
    line.addAll(List.of("-of", "csv=print_section=0"));
    line.addAll(ffmpeg.input(file));
    var listing = new Listing();
    try {
      Process process = ProcessTree.start(line, Map.of());
      try {
        LogDrain.start("ffprobe", process, new LogTail());
        process.getOutputStream().close();
        listing.read(process, entries.most);
      } finally {
        ProcessTree.kill(process);
      }
    } catch (IOException e) {
      throw GopException.environment("ffprobe failed: " + e.getMessage(), e);
    }
    listing.sort();
    return listing;
  }

  private void read(Process process, long most) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while (count < most && (line = lines.readLine()) != null) {
        String[] words = line.split(",", -1);
        boolean discarded = words.length > FLAGS && words[FLAGS].contains("D");
        if (words.length > DURATION && !discarded) {
          add(words);
        }
      }
    }
  }

  private void add(String[] words) {
    if (!words[PTS].matches("-?\\d{1,18}")) {
      complete = false;
      return;
    }
    if (count == ticks.length) {
      ticks = Arrays.copyOf(ticks, 2 * count);
      durations = Arrays.copyOf(durations, 2 * count);
    }
    ticks[count] = Long.parseLong(words[PTS]);
    String duration = words[DURATION];
    durations[count] = duration.matches("\\d{1,18}") ? Long.parseLong(duration) : 0;
    count++;
  }

  /// How many there are.
  int count() {
    return count;
  }

  /// Whether all are shown at a time of their own.
  boolean isSound() {
    for (int i = 1; i < count; i++) {
      if (ticks[i] <= ticks[i - 1]) {
        return false;
      }
    }
    return complete && count > 0;
  }

  /// The times, in order, and the end of the last. When that is not told, it is shown for as long
  /// as the average.
  ///
  /// @param rate to go by when there is one only
  long[] ends(Rational tick, Rational rate) {
    long[] ends = Arrays.copyOf(ticks, count + 1);
    long last = count == 0 ? 0 : durations[count - 1];
    if (last == 0 && count > 1) {
      last = (ticks[count - 1] - ticks[0]) / (count - 1);
    }
    if (last == 0) {
      last = Math.max(1, Math.round(1 / (rate.value() * tick.value())));
    }
    ends[count] = count == 0 ? 0 : ticks[count - 1] + last;
    return ends;
  }

  /// Leaves out the last ones.
  void forget(int last) {
    count = Math.max(0, count - last);
  }

  /// Between the first and the last of them, in ticks.
  long span() {
    return count == 0 ? 0 : ticks[count - 1] - ticks[0];
  }

  private void sort() {
    long lastDuration = 0;
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      if (ticks[i] > latest) {
        latest = ticks[i];
        lastDuration = durations[i];
      }
    }
    Arrays.sort(ticks, 0, count);
    if (count > 0) {
      durations[count - 1] = lastDuration;
    }
  }
}
