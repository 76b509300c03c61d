package org.rav1ebygop.plugin.ffmpeg.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.FrameTimes;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.Sources;

/// Films as they come.
class FfmpegFilmTest {
  private static final String CLIP = "testsrc2=size=64x48:rate=30";

  @TempDir Path scratch;

  @Test
  void everyFrameOfAVariableRateComesOnceAndKeepsItsTime() throws IOException {
    String graph = CLIP + ",select='not(mod(n,3))+lt(n,20)'";
    Path film =
        made("vfr.mkv", graph, "-t", "2", "-fps_mode", "vfr", "-c:v", "libx264", "-bf", "2")
            .with("-output_ts_offset", "5");
    try (VideoSource source = open(film)) {
      int frames = Sources.readAll(source).size();
      assertEquals(20 + 13, frames);
      assertEquals(1, source.notes().stream().filter(n -> n.contains("varies")).count());
      FrameTimes times = Objects.requireNonNull(source.times(frames));
      assertFalse(times.steady());
      double tick = times.tick().value();
      assertEquals(5.0, times.at(0) * tick, 0.001);
      assertEquals(5.0 + 19 / 30.0, times.at(19) * tick, 0.001);
      assertEquals(5.0 + 21 / 30.0, times.at(20) * tick, 0.001);
      assertEquals(5.0 + 24 / 30.0, times.at(21) * tick, 0.001);
    }
  }

  @Test
  void roundedTimesOfAConstantRateAreExact() throws IOException {
    Path film = made("ntsc.mkv", "testsrc2=size=64x48:rate=24000/1001", "-frames:v", "40").file();
    try (VideoSource source = open(film)) {
      FrameTimes times = Objects.requireNonNull(source.times(Sources.readAll(source).size()));
      assertTrue(times.steady());
      assertEquals(new Rational(24_000, 1001), source.format().frameRate());
      assertEquals(39 * 1001 / 24_000.0, (times.at(39) - times.at(0)) * times.tick().value(), 1e-9);
    }
  }

  @Test
  void hdr10AndRangeAndShapeAreKnown() throws IOException {
    String master = "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)";
    Path film =
        made("hdr.mkv", CLIP + ",setsar=64/45", "-frames:v", "3", "-pix_fmt", "yuv420p10le")
            .with(
                "-c:v",
                "libx265",
                "-x265-params",
                "log-level=error:hdr10=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:range=limited:chromaloc=2:max-cll=1000,400:master-display="
                    + master);
    try (VideoSource source = open(film)) {
      var color = source.format().color();
      assertEquals(PixelRange.LIMITED, color.range());
      assertEquals(ColorPrimaries.BT2020, color.primaries());
      assertEquals(TransferCharacteristics.SMPTE2084, color.transfer());
      assertEquals(new ContentLight(1000, 400), color.contentLight());
      assertEquals(
          new MasteringDisplay(
              new Chromaticity(0.68, 0.32),
              new Chromaticity(0.265, 0.69),
              new Chromaticity(0.15, 0.06),
              new Chromaticity(0.3127, 0.329),
              1000,
              0.0001),
          color.masteringDisplay());
      assertEquals(ChromaPosition.COLOCATED, source.format().chromaPosition());
      assertEquals(new Rational(64, 45), source.format().sampleAspectRatio());
    }
  }

  @Test
  void greyGetsNeutralChromaAndKeepsItsLuma() throws IOException {
    Path film = made("grey.mkv", CLIP, "-frames:v", "2", "-pix_fmt", "gray", "-c:v", "ffv1").file();
    byte[] expected =
        Files.readAllBytes(
            Films.make(scratch.resolve("grey.raw"), "-i", film.toString(), "-f", "rawvideo"));
    try (VideoSource source = open(film)) {
      byte[] frame = Sources.readAll(source).getFirst().toArray(ValueLayout.JAVA_BYTE);
      for (int i = 0; i < frame.length; i++) {
        assertEquals(i < 64 * 48 ? expected[i] : (byte) 128, frame[i], "byte " + i);
      }
    }
  }

  @Test
  void whatCannotBeEncodedAsItIsSaysWhichFilterToUse() throws IOException {
    refused("format=yuv444p", made("rgb.mkv", CLIP, "-c:v", "ffv1", "-pix_fmt", "gbrp").file());
    refused(
        "format=yuv420p10le",
        made("p9.mkv", CLIP, "-c:v", "ffv1", "-pix_fmt", "yuv420p16le").file());
    Path interlaced =
        made("tff.mkv", CLIP + ",setfield=tff", "-c:v", "libx264", "-flags", "+ildct+ilme")
            .with("-x264-params", "interlaced=1");
    refused("bwdif", interlaced);
    var filter = Options.NONE.with("video-filter", "bwdif=mode=send_frame");
    try (VideoSource source = new FfmpegReaderProvider().open(Inputs.file(interlaced), filter)) {
      assertEquals(30, Sources.readAll(source).size());
    }
  }

  @Test
  void anotherFilterMakesAnotherFilm() throws IOException {
    Path film = made("plain.mkv", CLIP, "-frames:v", "2").file();
    var filter = Options.NONE.with("video-filter", "hflip");
    try (VideoSource plain = open(film);
        VideoSource same = open(film);
        VideoSource flipped = new FfmpegReaderProvider().open(Inputs.file(film), filter)) {
      assertEquals(fingerprint(plain), fingerprint(same));
      assertNotEquals(fingerprint(plain), fingerprint(flipped));
    }
  }

  private static SourceFingerprint fingerprint(VideoSource source) {
    return Objects.requireNonNull(assertInstanceOf(StreamSource.class, source).fingerprint());
  }

  @Test
  void soundAloneIsNoFilm() throws IOException {
    Path sound = Films.make(scratch.resolve("a.mka"), "-f", "lavfi", "-i", "sine=duration=1");
    refused("no video", sound);
  }

  @Test
  void framesThatAFilterLeavesKeepTheirTimes() throws IOException {
    Path film = made("short.ts", CLIP, "-t", "2").file();
    var filter = Options.NONE.with("video-filter", "select='not(mod(n,7))'");
    try (VideoSource source = new FfmpegReaderProvider().open(Inputs.file(film), filter)) {
      int frames = Sources.readAll(source).size();
      assertEquals(9, frames);
      FrameTimes times = Objects.requireNonNull(source.times(frames));
      for (int i = 0; i < frames; i++) {
        assertEquals(i * 7 / 30.0, seconds(times, i) - seconds(times, 0), 0.001, "frame " + i);
      }
      assertEquals(times.startNanos() / 1e9, seconds(times, 0), 0.001);
    }
  }

  @Test
  void aConstantRateBeginsWhenTheFirstFrameIsShown() throws IOException {
    Path film = made("later.ts", CLIP, "-output_ts_offset", "5000").file();
    double first = Double.NaN;
    try (VideoSource source = open(film)) {
      first = seconds(Objects.requireNonNull(source.times(Sources.readAll(source).size())), 0);
      assertEquals(5000, first, 2);
    }
    for (Options options :
        List.of(
            Options.NONE.with("times", "constant"),
            Options.NONE.with("frame-rate", "30"),
            Options.NONE.with("frame-rate", "30").with("video-filter", "hflip"))) {
      try (VideoSource source = new FfmpegReaderProvider().open(Inputs.file(film), options)) {
        FrameTimes times = Objects.requireNonNull(source.times(Sources.readAll(source).size()));
        assertTrue(times.steady());
        assertEquals(first, seconds(times, 0), 0.001, options::toString);
        assertEquals(first + 29 / 30.0, seconds(times, 29), 0.001, options::toString);
      }
    }
  }

  @Test
  void aDoubledTimeStampIsPlacedMidwayAndSaid() throws IOException {
    Path film = doubled(made("whole.mkv", CLIP, "-c:v", "ffv1").file(), 12);
    try (VideoSource source = open(film)) {
      assertTrue(
          source.notes().stream().anyMatch(note -> note.contains("1 of 30 frames")),
          source.notes()::toString);
      FrameTimes times = Objects.requireNonNull(source.times(Sources.readAll(source).size()));
      for (int i = 0; i < 30; i++) {
        assertEquals(i / 30.0, seconds(times, i), 0.001, "frame " + i);
      }
    }
  }

  @Test
  void filmsThatTellOnlyWhenFramesAreDecodedAreShownAsTheyAreDecoded() throws IOException {
    Path film = made("b.avi", CLIP, "-c:v", "mpeg4", "-bf", "2").file();
    try (VideoSource source = open(film)) {
      FrameTimes times = Objects.requireNonNull(source.times(Sources.readAll(source).size()));
      assertTrue(times.steady());
      assertEquals(29 / 30.0, seconds(times, 29) - seconds(times, 0), 0.001);
    }
  }

  @Test
  void filmsThatWereJoinedAsTheyAreAreRefusedWithAWayOut() throws IOException {
    byte[] part = Files.readAllBytes(made("part.ts", CLIP, "-t", "2").file());
    Path joined = scratch.resolve("joined.ts");
    Files.write(joined, part);
    Files.write(joined, part, StandardOpenOption.APPEND);
    refused("starts anew at frame 60,", joined);
  }

  private Path doubled(Path film, int frame) throws IOException {
    String pts = String.format(Locale.ROOT, "if(eq(N\\,%d)\\,PREV_OUTPTS\\,PTS)", frame);
    String dts = String.format(Locale.ROOT, "if(eq(N\\,%d)\\,PREV_OUTDTS\\,DTS)", frame);
    return Films.make(
        scratch.resolve("doubled.mkv"),
        "-i",
        film.toString(),
        "-c",
        "copy",
        "-bsf:v",
        "setts=pts=" + pts + ":dts=" + dts);
  }

  private static double seconds(FrameTimes times, long frame) {
    return times.at(frame) * times.tick().value();
  }

  private void refused(String advice, Path film) {
    var refusal = assertThrows(GopException.class, () -> open(film).close());
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertTrue(refusal.getMessage().contains(advice), refusal.getMessage());
  }

  private static VideoSource open(Path film) {
    return new FfmpegReaderProvider().open(Inputs.file(film), Options.NONE);
  }

  /// A film of a graph of lavfi, of one second unless the arguments say otherwise.
  private Making made(String name, String graph, String... arguments) {
    return new Making(scratch.resolve(name), graph, List.of(arguments));
  }

  private record Making(Path target, String graph, List<String> arguments) {
    Path file() throws IOException {
      return with();
    }

    Path with(String... more) throws IOException {
      var line = new ArrayList<String>(List.of("-f", "lavfi", "-i", graph));
      line.addAll(arguments.contains("-t") ? List.of() : List.of("-t", "1"));
      line.addAll(arguments);
      line.addAll(List.of(more));
      return Films.make(target, line.toArray(String[]::new));
    }
  }
}
