package org.rav1ebygop.encoder.rav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.testkit.SyntheticFilm;

/// How settings and formats become arguments, and what is refused.
class EncodeCommandTest {
  private static final Set<String> OLD_FLAGS =
      Set.of(
          "no-scene-detection",
          "keyint",
          "speed",
          "quantizer",
          "bitrate",
          "min-quantizer",
          "tiles",
          "tile-rows",
          "tile-cols",
          "range",
          "primaries",
          "transfer",
          "matrix",
          "mastering-display",
          "content-light",
          "tune",
          "low-latency",
          "rdo-lookahead-frames",
          "reservoir-frame-delay");
  private static final Rav1e OLD = new Rav1e(Path.of("/opt/rav1e"), "0.5.1", OLD_FLAGS);
  private static final Rav1e NEW =
      new Rav1e(
          Path.of("/opt/rav1e"),
          "0.7.1",
          Stream.concat(OLD_FLAGS.stream(), Stream.of("photon-noise", "film-grain-table", "level"))
              .collect(Collectors.toSet()));
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));
  private static final String START = "/opt/rav1e - -o - --no-scene-detection --keyint 0";

  @TempDir Path folder;

  @Test
  void plainSettings() {
    assertEquals(
        START + " --speed 6 --quantizer 100 --tiles 1 --range Limited --threads 1",
        line(FORMAT, settings(null, Options.NONE)));
  }

  @Test
  void bitrateHasTheQuantizerAsItsFloor() {
    assertEquals(
        START
            + " --speed 6 --bitrate 900 --min-quantizer 100 --tiles 1 --range Limited --threads 1",
        line(FORMAT, settings(900, Options.NONE)));
  }

  @Test
  void everythingThatIsKnownAboutColour() {
    var point = new Chromaticity(0.0001, 0.5);
    var color =
        new ColorDescription(
            PixelRange.FULL,
            ColorPrimaries.GENERIC_FILM,
            TransferCharacteristics.BT2020_10BIT,
            MatrixCoefficients.YCGCO,
            new MasteringDisplay(point, point, point, point, 1000, 0.00005),
            new ContentLight(1000, 400));
    String line = line(FORMAT.withColor(color), settings(null, Options.NONE));
    String point4 = "(0.00010,0.5)";
    assertTrue(
        line.contains(
            " --range Full --primaries GenericFilm --transfer BT2020_10Bit --matrix YCgCo"
                + " --mastering-display G%sB%sR%sWP%sL(1000.0,0.000050) --content-light 1000,400"
                    .formatted(point4, point4, point4, point4)),
        line);
  }

  @ParameterizedTest
  @CsvSource({
    "tune, PSNR, --tune Psnr",
    "tune, psychovisual, --tune Psychovisual",
    "low-latency, true, --low-latency",
    "rdo-lookahead-frames, 7, --rdo-lookahead-frames 7",
    "level, 4.1, --level 4.1",
    "photon-noise, 08, --photon-noise 8",
    "tile-rows, 2, --tile-rows 2 --tile-cols 1",
    "tile-cols, 4, --tile-rows 1 --tile-cols 4",
  })
  void optionBecomesAnArgument(String name, String value, String arguments) {
    String line = line(FORMAT, settings(null, Options.NONE.with(name, value)));
    assertTrue(line.contains(" " + arguments + " "), line);
  }

  @ParameterizedTest
  @CsvSource({
    "tune, ssim, psnr or psychovisual",
    "low-latency, yes, true or false",
    "rdo-lookahead-frames, 0, from 1",
    "rdo-lookahead-frames, ten, from 1",
    "level, 7.3, 2.0 to 6.3",
    "photon-noise, 65, to 64",
    "tile-rows, 3, power of two",
    "tile-cols, 128, to 64",
    "reservoir-frame-delay, 100, needs --max-bitrate",
  })
  void badValueIsRefused(String name, String value, String word) {
    assertRefused(NEW, FORMAT, settings(null, Options.NONE.with(name, value)), word);
  }

  @ParameterizedTest
  @CsvSource({"photon-noise, 8", "level, 4.1"})
  void optionThatThisRav1eLacksIsRefused(String name, String value) {
    assertRefused(
        OLD, FORMAT, settings(null, Options.NONE.with(name, value)), "rav1e 0.5.1 at /opt/rav1e");
  }

  @Test
  void optionsThatContradictAreRefused() throws IOException {
    Path table = table("E 0 9223372036854775807 1 7391 1");
    assertRefused(
        NEW,
        FORMAT,
        settings(
            null,
            Options.NONE.with("photon-noise", "8").with("film-grain-table", table.toString())),
        "exclude each other");
    assertRefused(
        NEW,
        FORMAT,
        new EncoderSettings(6, 100, null, 4, Options.NONE.with("tile-rows", "2")),
        "exclude each other");
  }

  @Test
  void losslessIsRefusedWhereItWouldApply() {
    var lossless = new EncoderSettings(6, 0, null, 1, Options.NONE);
    assertRefused(NEW, FORMAT, lossless, "lossless");
    String line = line(FORMAT, new EncoderSettings(6, 0, 500, 1, Options.NONE));
    assertTrue(line.contains("--min-quantizer 0"), line);
  }

  @Test
  void contentOfAGrainTableCountsNotItsName() throws IOException {
    Path one = table("E 0 9223372036854775807 1 7391 1");
    Path same = table("E 0 9223372036854775807 1 7391 1");
    Path other = table("E 0 9223372036854775807 1 7392 1");
    assertEquals(fingerprint("film-grain-table", one), fingerprint("film-grain-table", same));
    assertNotEquals(fingerprint("film-grain-table", one), fingerprint("film-grain-table", other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "E 0 500000 1 7391 1",
        "E 5 9223372036854775807 1 7391 1",
        "E 0 500000 1 7391 1\nE 500000 9223372036854775807 1 7391 1",
        "E 0",
        ""
      })
  void grainTableThatChangesWithTimeIsRefused(String entries) throws IOException {
    assertRefused(
        NEW,
        FORMAT,
        settings(null, Options.NONE.with("film-grain-table", table(entries).toString())),
        "every GOP");
  }

  @Test
  void unreadableGrainTableIsRefused() throws IOException {
    Path noTable = Files.writeString(folder.resolve("film.y4m"), "YUV4MPEG2");
    Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);
    for (String name : new String[] {noTable.toString(), large.toString(), "/no/file", "\0"}) {
      assertRefused(
          NEW,
          FORMAT,
          settings(null, Options.NONE.with("film-grain-table", name)),
          "film-grain-table");
    }
  }

  @Test
  void threadsAndPathDoNotChangeTheIdentity() {
    EncodeCommand command = EncodeCommand.of(NEW, FORMAT, settings(null, Options.NONE));
    var elsewhere = new Rav1e(Path.of("/usr/bin/rav1e"), NEW.version(), NEW.flags());
    EncodeCommand other = EncodeCommand.of(elsewhere, FORMAT, settings(null, Options.NONE));
    var moreThreads =
        new EncodeCommand(elsewhere, FORMAT, other.arguments(), 64, other.lookahead(), true);
    assertEquals(command.identity(), moreThreads.identity());
  }

  @Test
  void rangeAndVersionChangeTheIdentity() {
    EncodeCommand command = EncodeCommand.of(NEW, FORMAT, settings(null, Options.NONE));
    var full = FORMAT.withColor(ColorDescription.ofRange(PixelRange.FULL));
    assertNotEquals(
        command.identity(), EncodeCommand.of(NEW, full, settings(null, Options.NONE)).identity());
    assertNotEquals(
        command.identity(), EncodeCommand.of(OLD, FORMAT, settings(null, Options.NONE)).identity());
  }

  @ParameterizedTest
  @CsvSource({
    "15, 16, CS420, 8, 16 to 65535",
    "16, 15, CS420, 8, 16 to 65535",
    "65536, 16, CS444, 8, 16 to 65535",
    "65, 50, CS420, 10, even widths",
    "65, 50, CS422, 12, even widths",
  })
  void formatThatRav1eCannotEncodeIsBadInput(
      int width, int height, ChromaSampling sampling, int depth, String word) {
    assertBadInput(SyntheticFilm.format(new FrameLayout(width, height, sampling, depth)), word);
  }

  @Test
  void identityMatrixNeedsFullChroma() {
    var color = ColorDescription.UNSPECIFIED.with(null, null, MatrixCoefficients.IDENTITY);
    assertBadInput(FORMAT.withColor(color), "4:4:4");
    var rgb = SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS444, 8));
    assertFalse(line(rgb.withColor(color), settings(null, Options.NONE)).isEmpty());
  }

  @Test
  void lightThatNoFieldHoldsIsBadInput() {
    var point = new Chromaticity(0.3, 0.3);
    var none = ColorDescription.UNSPECIFIED;
    assertBadInput(FORMAT.withColor(light(none, null, new ContentLight(70_000, 1))), "65535");
    assertBadInput(
        FORMAT.withColor(
            light(
                none,
                new MasteringDisplay(point, point, new Chromaticity(1.5, 0), point, 100, 1),
                null)),
        "chromaticities");
    assertBadInput(
        FORMAT.withColor(
            light(none, new MasteringDisplay(point, point, point, point, Double.NaN, 1), null)),
        "luminances");
  }

  private static ColorDescription light(
      ColorDescription color, @Nullable MasteringDisplay display, @Nullable ContentLight light) {
    return new ColorDescription(
        color.range(), color.primaries(), color.transfer(), color.matrix(), display, light);
  }

  private Path table(String entries) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "grain", ".tbl"), "filmgrn1\n" + entries + "\n\tp 0 6 0\n");
  }

  private static String fingerprint(String option, Path file) {
    return EncodeCommand.of(NEW, FORMAT, settings(null, Options.NONE.with(option, file.toString())))
        .identity()
        .fingerprint();
  }

  private static EncoderSettings settings(@Nullable Integer maxBitrate, Options options) {
    return new EncoderSettings(6, 100, maxBitrate, 1, options);
  }

  private static String line(VideoFormat format, EncoderSettings settings) {
    return String.join(" ", EncodeCommand.of(NEW, format, settings).child().line());
  }

  private static void assertBadInput(VideoFormat format, String word) {
    var refusal =
        assertThrows(
            GopException.class, () -> EncodeCommand.of(NEW, format, settings(null, Options.NONE)));
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }

  private static void assertRefused(
      Rav1e rav1e, VideoFormat format, EncoderSettings settings, String word) {
    var refusal = assertThrows(GopException.class, () -> EncodeCommand.of(rav1e, format, settings));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }
}
