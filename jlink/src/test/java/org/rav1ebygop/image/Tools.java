package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.y4m.Y4mException;
import org.rav1ebygop.y4m.Y4mHeader;

/// The programs of others that the tests hold the image's work against.
final class Tools {
  private Tools() {}

  /// The rav1e that the image uses: its own, else that of the machine.
  static String rav1e(Image image) {
    Path bundled = image.home().resolve("lib/rav1e/rav1e");
    return Files.exists(bundled) ? bundled.toString() : "rav1e";
  }

  /// What one rav1e with one thread makes of a film.
  ///
  /// @param output is written
  static Ivf encoded(Image image, Path film, Path output, Object... options) throws IOException {
    new Run(rav1e(image), film, "-o", output, "-y", "--quiet", "--threads", 1)
        .and(options)
        .toEnd()
        .expectCode(0);
    return Ivf.of(output);
  }

  /// A y4m film.
  ///
  /// @param frames how many
  record Film(VideoFormat format, long frames) {}

  /// Decodes a film with dav1d, which must find no fault.
  ///
  /// @param y4m is written
  static Film decoded(Path film, Path y4m, Object... options) throws IOException {
    Outcome outcome =
        new Run("dav1d", "-q", "--strict", 1, "-i", film, "-o", y4m, "--muxer", "yuv4mpeg2")
            .and(options)
            .toEnd()
            .expectCode(0);
    assertEquals("", outcome.stderr(), outcome::toString);
    return film(y4m);
  }

  /// Counts the frames of a y4m film whose frame lines carry no parameters.
  static Film film(Path y4m) throws IOException {
    try (var in = Files.newInputStream(y4m)) {
      byte[] start = in.readNBytes(Y4mHeader.MAX_LINE_BYTES);
      int end = new String(start, StandardCharsets.ISO_8859_1).indexOf('\n');
      VideoFormat format = Y4mHeader.parse(Arrays.copyOf(start, end));
      FrameLayout layout = format.layout();
      long frame = Y4mHeader.FRAME_MAGIC.length() + 1 + layout.frameBytes();
      long all = Files.size(y4m) - end - 1;
      assertEquals(0, all % frame, () -> y4m + " ends within a frame");
      return new Film(format, all / frame);
    } catch (Y4mException e) {
      throw new IOException(y4m + ": " + e.getMessage(), e);
    }
  }

  /// What ffprobe says of the video stream, by the names it uses, such as `color_primaries`.
  static Map<String, String> probed(Path film) throws IOException {
    Outcome outcome =
        new Run("ffprobe", "-v", "error", "-show_entries", "stream", "-of", "default=nw=1", film)
            .toEnd()
            .expectCode(0);
    var entries = new TreeMap<String, String>();
    outcome
        .stdout()
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(words -> entries.put(words[0], words[1]));
    return entries;
  }

  /// The names of all that is in a directory, hidden files too, sorted.
  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
