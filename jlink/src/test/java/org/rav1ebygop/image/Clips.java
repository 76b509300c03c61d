package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Films for the tests, made once for each build and never changed: copy one before damaging it.
final class Clips {
  private static final Path DIRECTORY = Path.of(System.getProperty("image.clips", "target/clips"));

  private Clips() {}

  /// A y4m film of 192x108, 4:2:0, 8 bit, 25 frames per second, with cuts before the given frames.
  static Path small(int frames, int... cuts) throws IOException {
    return synthetic(new FrameLayout(192, 108, ChromaSampling.CS420, 8), frames, cuts);
  }

  /// A y4m film with cuts before the given frames.
  static Path synthetic(FrameLayout layout, int frames, int... cuts) throws IOException {
    String name =
        String.format(
            Locale.ROOT,
            "%s-%d-%s.y4m",
            layout.toString().replaceAll("[: ]+", "_"),
            frames,
            Arrays.stream(cuts).mapToObj(Integer::toString).collect(Collectors.joining("_")));
    return made(
        name,
        file -> {
          try (SyntheticFilm film = new SyntheticFilm(SyntheticFilm.format(layout), frames, cuts)) {
            write(film, file);
          }
        });
  }

  /// A y4m film by ffmpeg.
  ///
  /// @param name of the file, without `.y4m`; films of one name must be the same
  /// @param graph of lavfi, such as `testsrc2=size=256x144:rate=24`
  static Path lavfi(String name, String graph, int frames) throws IOException {
    return ffmpeg(name, graph, frames, "yuv420p");
  }

  /// A y4m film by ffmpeg.
  ///
  /// @param pixels name of a pixel format that y4m knows, such as `yuv444p10le`
  static Path ffmpeg(String name, String graph, int frames, String pixels) throws IOException {
    return made(
        name + ".y4m",
        file ->
            new Run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", graph)
                .and("-frames:v", frames, "-pix_fmt", pixels)
                .and("-strict", -1, "-f", "yuv4mpegpipe", file)
                .toEnd()
                .expectCode(0));
  }

  /// A y4m film that ffmpeg makes of another.
  ///
  /// @param name of the file, without `.y4m`; films of one name must be the same
  /// @param options of ffmpeg for its output
  static Path converted(String name, Path film, Object... options) throws IOException {
    return made(
        name + ".y4m",
        file ->
            new Run("ffmpeg", "-v", "error", "-y", "-i", film)
                .and(options)
                .and("-strict", -1, "-f", "yuv4mpegpipe", file)
                .toEnd()
                .expectCode(0));
  }

  /// A film in a container, by ffmpeg.
  ///
  /// @param name of the file; films of one name must be the same
  /// @param format of ffmpeg, such as `matroska`
  /// @param arguments of ffmpeg, inputs and options
  static Path contained(String name, String format, Object... arguments) throws IOException {
    return made(
        name,
        file ->
            new Run("ffmpeg", "-v", "error", "-y", "-nostdin")
                .and(arguments)
                .and("-f", format, file)
                .toEnd()
                .expectCode(0));
  }

  private static void write(SyntheticFilm film, Path file) throws IOException {
    try (WritableByteChannel out = Channels.newChannel(Files.newOutputStream(file))) {
      out.write(ascii(header(film.format().layout())));
      for (int i = 0; i < film.frameCount(); i++) {
        out.write(ascii("FRAME\n"));
        out.write(film.frame(i).data().asByteBuffer());
      }
    }
  }

  private static String header(FrameLayout layout) {
    String sampling =
        switch (layout.sampling()) {
          case CS420 -> layout.bitDepth() == 8 ? "420jpeg" : "420";
          case CS422 -> "422";
          case CS444 -> "444";
        };
    String depth = layout.bitDepth() == 8 ? "" : "p" + layout.bitDepth();
    return String.format(
        Locale.ROOT,
        "YUV4MPEG2 W%d H%d F25:1 Ip A1:1 C%s%s\n",
        layout.width(),
        layout.height(),
        sampling,
        depth);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  /// Test classes may run in parallel: each writes a file of its own, and the last rename wins.
  private static Path made(String name, Maker maker) throws IOException {
    Path clip = Files.createDirectories(DIRECTORY).resolve(name);
    if (!Files.exists(clip)) {
      Path partial = Files.createTempFile(DIRECTORY, name, ".partial");
      maker.make(partial);
      Files.move(partial, clip, StandardCopyOption.ATOMIC_MOVE);
    }
    return clip;
  }

  private interface Maker {
    void make(Path file) throws IOException;
  }
}
