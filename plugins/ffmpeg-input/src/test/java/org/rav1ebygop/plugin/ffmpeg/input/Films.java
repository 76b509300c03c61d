package org.rav1ebygop.plugin.ffmpeg.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Films made by ffmpeg.
final class Films {
  private Films() {}

  /// A film without loss, in Matroska.
  static byte[] lossless(SyntheticFilm film) {
    try {
      Path folder = Files.createTempDirectory("film");
      Path raw = Files.write(folder.resolve("film.y4m"), y4m(film));
      Path made = folder.resolve("film.mkv");
      make(made, "-i", raw.toString(), "-strict", "-1", "-c:v", "ffv1");
      byte[] bytes = Files.readAllBytes(made);
      Files.delete(made);
      Files.delete(raw);
      Files.delete(folder);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs ffmpeg.
  static Path make(Path target, String... arguments) throws IOException {
    var line = new ArrayList<String>(List.of("ffmpeg", "-v", "error", "-y", "-nostdin"));
    line.addAll(List.of(arguments));
    line.add("file:" + target);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertEquals(0, process.waitFor(), said);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return target;
  }

  private static byte[] y4m(SyntheticFilm film) {
    var layout = film.format().layout();
    String sampling =
        switch (layout.sampling()) {
          case CS420 -> layout.bitDepth() == 8 ? "420jpeg" : "420";
          case CS422 -> "422";
          case CS444 -> "444";
        };
    String depth = layout.bitDepth() == 8 ? "" : "p" + layout.bitDepth();
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        String.format(
                Locale.ROOT,
                "YUV4MPEG2 W%d H%d F%s Ip A%s C%s%s\n",
                layout.width(),
                layout.height(),
                film.format().frameRate(),
                film.format().sampleAspectRatio(),
                sampling,
                depth)
            .getBytes(ISO_8859_1));
    for (long i = 0; i < film.frameCount(); i++) {
      bytes.writeBytes("FRAME\n".getBytes(ISO_8859_1));
      bytes.writeBytes(film.frame(i).data().toArray(ValueLayout.JAVA_BYTE));
    }
    return bytes.toByteArray();
  }
}
