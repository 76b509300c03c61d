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
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmStream;
import org.rav1ebygop.child.process.LogDrain;
import org.rav1ebygop.child.process.LogTail;
import org.rav1ebygop.child.process.ProcessTree;

/// When the packets of a stream are shown and decoded, in ticks and in the order of the file, as
/// ffprobe lists them without decoding. Those that are only decoded are left out.
final class Packets {
  /// Frames that may be shown before one that was decoded earlier, in any format.
  private static final int REORDERED = 32;

  /// 52 days in nanoseconds, and far longer on any other clock: what is beyond that is no time.
  private static final long MOST_TICKS = 1L << 52;

  private static final int PTS = 0;
  private static final int DTS = 1;
  private static final int DURATION = 2;
  private static final int FLAGS = 3;
  private static final int FIRST_SIZE = 1024;

  private long[] shown = new long[FIRST_SIZE];
  private long[] decoded = new long[FIRST_SIZE];
  private int count;
  private int untold;
  private int untimed;
  private long latest = Monotone.MISSING;
  private long lastDuration;
  private long[] sorted = {};

  private Packets() {}

  /// All packets of a stream.
  static Packets of(Ffmpeg ffmpeg, Path file, FilmStream stream) {
    var line = new ArrayList<String>();
    line.addAll(List.of(ffmpeg.ffprobe().toString(), "-v", "error"));
    line.addAll(List.of("-select_streams", "" + stream.index()));
    line.addAll(List.of("-show_entries", "packet=pts,dts,duration,flags"));
    line.addAll(List.of("-of", "csv=print_section=0"));
    line.addAll(ffmpeg.input(file));
    var packets = new Packets();
    try {
      Process process = ProcessTree.start(line, Map.of());
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        LogDrain.start("ffprobe", process, new LogTail());
        process.getOutputStream().close();
        packets.add(lines);
      } finally {
        ProcessTree.kill(process);
      }
    } catch (IOException e) {
      throw GopException.environment("ffprobe failed: " + e.getMessage(), e);
    }
    packets.sort();
    return packets;
  }

  /// Those of a list such as `0,-512,512,K__`.
  static Packets of(BufferedReader lines) throws IOException {
    var packets = new Packets();
    packets.add(lines);
    packets.sort();
    return packets;
  }

  private void add(BufferedReader lines) throws IOException {
    String text;
    while ((text = lines.readLine()) != null) {
      add(text.split(",", -1));
    }
  }

  private void add(String[] words) {
    if (words.length <= FLAGS || words[FLAGS].contains("D")) {
      return;
    }
    if (count == shown.length) {
      shown = Arrays.copyOf(shown, 2 * count);
      decoded = Arrays.copyOf(decoded, 2 * count);
    }
    long pts = number(words[PTS]);
    long dts = number(words[DTS]);
    shown[count] = pts;
    decoded[count] = dts;
    count++;
    untold += pts == Monotone.MISSING ? 1 : 0;
    untimed += pts == Monotone.MISSING && dts == Monotone.MISSING ? 1 : 0;
    if (pts != Monotone.MISSING && pts >= latest) {
      latest = pts;
      lastDuration = Math.max(0, number(words[DURATION]));
    }
  }

  private static long number(String word) {
    long number = word.matches("-?\\d{1,18}") ? Long.parseLong(word) : Monotone.MISSING;
    return Math.abs(number) <= MOST_TICKS ? number : Monotone.MISSING;
  }

  /// How many there are.
  int count() {
    return count;
  }

  /// Whether any of them has a time.
  boolean timed() {
    return untimed < count;
  }

  /// Whether each has a time of showing that no other one has, near those of its neighbours: then
  /// these are the times of the frames.
  boolean isSound() {
    return count > 0 && untold == 0 && doubtful() == 0;
  }

  /// How many have no time at all, that of another one, or one among those of frames far away.
  int doubtful() {
    int doubtful = untimed;
    for (int i = 1; i < sorted.length; i++) {
      doubtful += sorted[i] == sorted[i - 1] ? 1 : 0;
    }
    return doubtful + (untold == 0 ? misplaced() : 0);
  }

  private int misplaced() {
    int misplaced = 0;
    for (int i = 0; i < count; i++) {
      int place = Arrays.binarySearch(sorted, shown[i]);
      misplaced += Math.abs(place - i) > REORDERED ? 1 : 0;
    }
    return misplaced;
  }

  /// When they are shown, in the order of showing; only of sound ones.
  long[] times() {
    return sorted.clone();
  }

  /// How long the last one is shown, or 0.
  long lastDuration() {
    return lastDuration;
  }

  /// About when frames come, in order, for judging their rate.
  long[] pace() {
    long[] known =
        untold == 0
            ? sorted
            : Arrays.stream(decoded, 0, count).filter(time -> time != Monotone.MISSING).toArray();
    if (known.length == 0) {
      known = sorted;
    }
    return Monotone.filled(known, known.length, 1);
  }

  /// The number of the packet at which the clock starts anew, as where two films were joined as
  /// they are; -1 when it does not. A few wrong times are not taken for that.
  ///
  /// @param largestGap in ticks between two packets
  int splice(long largestGap) {
    boolean[] kept = Monotone.kept(decoded, count, false);
    int run = 0;
    int last = -1;
    for (int i = 0; i < count; i++) {
      if (decoded[i] == Monotone.MISSING) {
        continue;
      }
      if (!kept[i]) {
        run++;
        continue;
      }
      boolean begins = last < 0 && run > 1;
      boolean jumps = last >= 0 && decoded[i] - decoded[last] > largestGap;
      if (run > REORDERED || begins || jumps) {
        return jumps && run == 0 ? i : firstStepBack();
      }
      run = 0;
      last = i;
    }
    return run > 1 ? firstStepBack() : -1;
  }

  private int firstStepBack() {
    long last = Monotone.MISSING;
    for (int i = 0; i < count; i++) {
      if (decoded[i] != Monotone.MISSING) {
        if (decoded[i] < last) {
          return i;
        }
        last = decoded[i];
      }
    }
    return count;
  }

  private void sort() {
    sorted =
        Arrays.stream(shown, 0, count).filter(time -> time != Monotone.MISSING).sorted().toArray();
  }
}
