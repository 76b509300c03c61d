package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;

/// Every kind of y4m comes out as the same kind of picture, with all that is known about it.
class FormatsIT {
  private static final Image IMAGE = Image.built();
  private static final int FRAMES = 14;

  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({
    "CS420,  8, 128, 72", "CS420, 10, 128, 72", "CS420, 12, 128, 72",
    "CS422,  8, 128, 72", "CS422, 10, 128, 72", "CS422, 12, 128, 72",
    "CS444,  8, 128, 72", "CS444, 10, 128, 72", "CS444, 12, 128, 72",
    "CS420,  8, 129, 71", "CS422,  8, 129, 71", "CS444,  8, 129, 71",
    "CS444, 10, 129, 71", "CS420, 10, 128, 71", "CS420,  8,  16, 16"
  })
  void everyColourSpaceComesBackAsItWas(ChromaSampling sampling, int depth, int width, int height)
      throws IOException {
    var layout = new FrameLayout(width, height, sampling, depth);
    Path film = encoded(Clips.synthetic(layout, FRAMES, 8));
    Tools.Film decoded = Tools.decoded(film, scratch.resolve("decoded.y4m"));
    assertEquals(layout, decoded.format().layout());
    assertEquals(FRAMES, decoded.frames());
  }

  /// PSNR of each frame against the source: ours must be what rav1e reaches for the same GOP.
  @ParameterizedTest
  @CsvSource({"yuv420p, 8", "yuv444p10le, 10"})
  void noFrameIsWorseThanRav1eMakesItForTheGopAlone(String pixels, int depth) throws IOException {
    Path film = Clips.ffmpeg("quality-" + pixels, "mandelbrot=size=128x72:rate=25", FRAMES, pixels);
    Path ours = encoded(film, "--splitter", "fixed", "--keyint", 7, "--min-keyint", 7);
    List<String> psnr = psnr(ours, film, 0, FRAMES);
    assertEquals(FRAMES, psnr.size());
    for (int first : List.of(0, 7)) {
      Path gop = scratch.resolve("gop.ivf");
      Tools.encoded(IMAGE, film, gop, "--speed", 10, "--skip", first, "--limit", 7)
          .expectSamePackets(0, Ivf.of(gop));
      assertEquals(psnr(gop, film, first, 7), psnr.subList(first, first + 7));
    }
    assertEquals(depth, Tools.decoded(ours, scratch.resolve("d.y4m")).format().layout().bitDepth());
  }

  @ParameterizedTest
  @ValueSource(strings = {"420jpeg", "420paldv", "420mpeg2", "420", ""})
  void everyChromaPositionOfFourTwoZeroIsRead(String tag) throws IOException {
    Path film = header(tag.isEmpty() ? " " : " C" + tag);
    Tools.Film decoded = Tools.decoded(encoded(film), scratch.resolve("decoded.y4m"));
    assertEquals(ChromaSampling.CS420, decoded.format().layout().sampling());
    assertEquals(FRAMES, decoded.frames());
  }

  /// Only for 4:2:0 can AV1 tell of a position.
  @Test
  void theChromaPositionReachesTheFilm() throws IOException {
    assertEquals("left", Tools.probed(encoded(header(" C420mpeg2"))).get("chroma_location"));
    assertEquals("topleft", Tools.probed(encoded(header(" C420"))).get("chroma_location"));
    assertEquals("unspecified", Tools.probed(encoded(header(" C420jpeg"))).get("chroma_location"));
  }

  @Test
  void theColourDescriptionReachesTheFilm() throws IOException {
    Map<String, String> probed =
        Tools.probed(
            encoded(
                film(),
                "--primaries",
                "BT2020",
                "--transfer",
                "smpte2084",
                "--matrix",
                "bt2020ncl"));
    assertEquals("bt2020", probed.get("color_primaries"));
    assertEquals("smpte2084", probed.get("color_transfer"));
    assertEquals("bt2020nc", probed.get("color_space"));
  }

  @Test
  void withoutOneNoColourDescriptionIsMadeUp() throws IOException {
    Map<String, String> probed = Tools.probed(encoded(film()));
    assertEquals("unknown", probed.get("color_primaries"));
    assertEquals("unknown", probed.get("color_transfer"));
    assertEquals("unknown", probed.get("color_space"));
  }

  @ParameterizedTest
  @CsvSource({"'', tv", "XCOLORRANGE=LIMITED, tv", "XCOLORRANGE=FULL, pc"})
  void theRangeReachesTheFilm(String tag, String expected) throws IOException {
    Path film = header(" C420jpeg " + tag);
    assertEquals(expected, Tools.probed(encoded(film)).get("color_range"));
  }

  /// rav1e writes it as render size (AV1 specification, section 5.9.6).
  @Test
  void theSampleAspectRatioReachesTheFilm() throws IOException {
    Path film = scratch.resolve("anamorphic.y4m");
    rewrite(film, "YUV4MPEG2 W192 H108 F25:1 Ip A4:3 C420jpeg");
    Path rav1es = scratch.resolve("rav1e.ivf");
    Ivf single = Tools.encoded(IMAGE, film, rav1es, "--speed", 10);
    Path ours = encoded(film);
    Ivf.of(ours).expectSamePackets(0, single);
    assertEquals(
        Tools.probed(rav1es).get("sample_aspect_ratio"),
        Tools.probed(ours).get("sample_aspect_ratio"));
  }

  @ParameterizedTest
  @CsvSource({"24000:1001, 24000, 1001", "60:1, 60, 1", "12:1, 12, 1"})
  void theFrameRateReachesTheFilm(String tag, int numerator, int denominator) throws IOException {
    Path film = scratch.resolve("rate.y4m");
    rewrite(film, "YUV4MPEG2 W192 H108 F" + tag + " Ip A1:1 C420jpeg");
    Path made = encoded(film);
    assertEquals(new Rational(numerator, denominator), Ivf.of(made).header().frameRate());
    assertEquals(numerator + "/" + denominator, Tools.probed(made).get("r_frame_rate"));
  }

  @Test
  void framesMayCarryParametersOfTheirOwn() throws IOException {
    byte[] film = Files.readAllBytes(film());
    int header = new String(film, 0, 200, ISO_8859_1).indexOf('\n') + 1;
    int frame = (film.length - header) / FRAMES;
    Path marked = scratch.resolve("marked.y4m");
    try (var out = Files.newOutputStream(marked)) {
      out.write(film, 0, header);
      for (int i = 0; i < FRAMES; i++) {
        out.write("FRAME Ip XSOME=THING\n".getBytes(US_ASCII));
        out.write(film, header + i * frame + 6, frame - 6);
      }
    }
    assertEquals(-1, Files.mismatch(encoded(film()), encoded(marked)));
  }

  private static Path film() throws IOException {
    return Clips.small(FRAMES, 8);
  }

  private Path header(String rest) throws IOException {
    Path film = scratch.resolve("film.y4m");
    rewrite(film, "YUV4MPEG2 W192 H108 F25:1 Ip A1:1" + rest);
    return film;
  }

  /// The small film with another header line.
  private static void rewrite(Path target, String header) throws IOException {
    byte[] film = Files.readAllBytes(film());
    int end = new String(film, 0, 200, ISO_8859_1).indexOf('\n');
    try (var out = Files.newOutputStream(target)) {
      out.write(header.strip().getBytes(US_ASCII));
      out.write(film, end, film.length - end);
    }
  }

  private Path encoded(Path film, Object... options) throws IOException {
    Path output = Files.createTempFile(scratch, "encoded", ".ivf");
    IMAGE.run(film, "-o", output, "--overwrite", "--speed", 10).and(options).toEnd().expectCode(0);
    return output;
  }

  /// A line for each frame, without its number.
  private List<String> psnr(Path film, Path source, int first, int frames) throws IOException {
    Path stats = scratch.resolve("psnr.log");
    new Run("ffmpeg", "-v", "error", "-i", film, "-i", source)
        .and("-lavfi")
        .and(
            String.format(
                Locale.ROOT,
                "[1:v]trim=start_frame=%d:end_frame=%d,setpts=N[s];[0:v]setpts=N[f];[f][s]psnr=stats_file=psnr.log",
                first,
                first + frames))
        .and("-f", "null", "-")
        .in(scratch)
        .toEnd()
        .expectCode(0);
    List<String> lines = Files.readAllLines(stats);
    assertTrue(lines.stream().allMatch(line -> line.contains("psnr_avg:")), lines::toString);
    return lines.stream().map(line -> line.replaceFirst("^n:\\d+ ", "")).toList();
  }
}
