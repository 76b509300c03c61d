package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What ffprobe and ffmpeg say of films.
final class Probe {
  private Probe() {}

  /// Of a sample. WebM has it in whole samples of the picture only.
  static String shape(Path film) throws IOException {
    return probe(film, "stream=sample_aspect_ratio", "-select_streams", "v")
        .replace(",", "")
        .strip();
  }

  /// Kind and language of each stream.
  static String streams(Path film) throws IOException {
    return probe(film, "stream=codec_name:stream_tags=language")
        .lines()
        .map(line -> line.replace(",", " ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(", "));
  }

  static String hashes(Path film) throws IOException {
    return new Run("ffmpeg", "-v", "error", "-i", film, "-map", "0:a", "-c", "copy")
        .and("-f", "streamhash", "-")
        .toEnd()
        .expectCode(0)
        .stdout();
  }

  /// When each frame is shown, in seconds after the first.
  static List<Double> times(Path film) throws IOException {
    List<Double> seconds = seconds(film, "v:0");
    return seconds.stream().map(at -> at - seconds.getFirst()).toList();
  }

  static double start(Path film, String stream) throws IOException {
    return seconds(film, stream).getFirst();
  }

  /// When packets are shown, in order.
  static List<Double> seconds(Path film, String stream) throws IOException {
    return probe(film, "packet=pts_time", "-select_streams", stream)
        .lines()
        .map(line -> line.replace(",", ""))
        .filter(line -> !line.isBlank())
        .map(Double::parseDouble)
        .sorted()
        .toList();
  }

  static String probe(Path film, String entries, String... more) throws IOException {
    return new Run("ffprobe", "-v", "error", "-of", "csv=p=0", "-show_entries", entries)
        .and((Object[]) more)
        .and(film)
        .toEnd()
        .expectCode(0)
        .stdout();
  }
}
