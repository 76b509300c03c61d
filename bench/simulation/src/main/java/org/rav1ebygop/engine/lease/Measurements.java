package org.rav1ebygop.engine.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `bench/simulate.sh` has measured: lines of a name and numbers, in seconds, frames and
/// bytes; a line that begins with `#` says where they come from.
///
/// @param film its GOPs and costs
/// @param runs of the real program on that film
record Measurements(Film film, List<RealRun> runs) {
  /// One run of the program.
  ///
  /// @param slots of this machine
  /// @param seconds from its start to its end
  record RealRun(int slots, double seconds) {}

  /// Reads a file.
  ///
  /// @throws IOException when it is not such a file; the message says what is missing
  static Measurements read(Path file) throws IOException {
    Map<String, double[]> values = new HashMap<>();
    var runs = new ArrayList<RealRun>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String[] words = line.strip().split(" +", -1);
      double[] numbers = numbers(file, words);
      if (words[0].equals("run") && numbers.length == 2) {
        runs.add(new RealRun((int) numbers[0], numbers[1]));
      } else {
        values.put(words[0], numbers);
      }
    }
    var reader = new Reader(file, values);
    return new Measurements(new Film(reader.gops(), reader.costs()), runs);
  }

  private static double[] numbers(Path file, String[] words) throws IOException {
    double[] numbers = new double[words.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i + 1]);
      } catch (NumberFormatException e) {
        throw new IOException(
            "%s: %s has no number: %s".formatted(file, words[0], words[i + 1]), e);
      }
    }
    return numbers;
  }

  private record Reader(Path file, Map<String, double[]> values) {
    List<Film.Part> gops() throws IOException {
      double[] frames = list("gop-frames");
      double[] seconds = list("frame-seconds");
      if (frames.length != seconds.length) {
        throw new IOException(
            "%s: %s gop-frames but %s frame-seconds"
                .formatted(file, frames.length, seconds.length));
      }
      var gops = new ArrayList<Film.Part>();
      for (int i = 0; i < frames.length; i++) {
        gops.add(new Film.Part((int) frames[i], seconds[i]));
      }
      return gops;
    }

    Film.Costs costs() throws IOException {
      return new Film.Costs(
          list("start")[0],
          list("lease")[0],
          list("end")[0],
          list("join")[0],
          list("analysed")[0],
          list("sent")[0]);
    }

    private double[] list(String name) throws IOException {
      double[] found = values.get(name);
      if (found == null || found.length == 0) {
        throw new IOException("%s: there is no line '%s'".formatted(file, name));
      }
      return found;
    }
  }
}
