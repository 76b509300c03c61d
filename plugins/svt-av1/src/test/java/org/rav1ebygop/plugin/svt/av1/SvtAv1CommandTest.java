package org.rav1ebygop.plugin.svt.av1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.Availability;
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

/// What settings become on the command line.
class SvtAv1CommandTest {
  private static final SvtAv1 PROGRAM = new SvtAv1(Path.of("/opt/svt"), "1.4.1", flags());
  private static final VideoFormat FORMAT = format(64, 64, ChromaSampling.CS420, 8);
  private static final String START =
      "/opt/svt -i stdin -b stdout --progress 0 --lp 1 --pin 0 --preset ";

  @Test
  void plainSettings() {
    assertEquals(
        START
            + "6 --keyint -1 --scd 0 --crf 25 --tile-columns 0 --tile-rows 0 --color-range 0"
            + " --color-primaries 2 --transfer-characteristics 2 --matrix-coefficients 2"
            + " --chroma-sample-position unknown",
        line(FORMAT, settings(100, null, 1, Options.NONE)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "100, 25", "140, 35", "252, 63", "255, 63"})
  void fourStepsOfTheQuantizerAreOneOfTheirs(int quantizer, int crf) {
    String line = line(FORMAT, settings(quantizer, null, 1, Options.NONE));
    assertTrue(line.contains(" --crf " + crf + " "), line);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "2, 1, 0", "3, 1, 1", "4, 1, 1", "5, 2, 1", "256, 4, 4"})
  void atLeastSoManyTiles(int tiles, int columns, int rows) {
    String line = line(FORMAT, settings(100, null, tiles, Options.NONE));
    assertTrue(
        line.contains(
            String.format(Locale.ROOT, " --tile-columns %d --tile-rows %d ", columns, rows)),
        line);
  }

  @Test
  void bitrateIsAnUpperBound() {
    String line = line(FORMAT, settings(100, 900, 1, Options.NONE));
    assertTrue(line.contains(" --crf 25 --mbr 900 "), line);
  }

  @Test
  void everythingThatIsKnownAboutColour() {
    var point = new Chromaticity(0.0001, 0.5);
    var color =
        new ColorDescription(
            PixelRange.FULL,
            ColorPrimaries.BT2020,
            TransferCharacteristics.SMPTE2084,
            MatrixCoefficients.BT2020NCL,
            new MasteringDisplay(point, point, point, point, 1000, 0.00005),
            new ContentLight(1000, 400));
    String line = line(FORMAT.withColor(color), settings(100, null, 1, Options.NONE));
    String said = "(0.00010,0.5)";
    assertTrue(
        line.endsWith(
            " --color-range 1 --color-primaries 9 --transfer-characteristics 16"
                + " --matrix-coefficients 9 --chroma-sample-position unknown"
                + " --mastering-display G%sB%sR%sWP%sL(1000.0,0.000050) --content-light 1000,400"
                    .formatted(said, said, said, said)),
        line);
  }

  @Test
  void ownOptionsArePassedOn() {
    Options options = Options.NONE.with("tune", "0").with("film-grain", "8").with("preset", "12");
    String line = line(FORMAT, settings(100, null, 1, options));
    assertTrue(line.startsWith(START + "12 "), line);
    assertTrue(line.endsWith(" --tune 0 --film-grain 8"), line);
  }

  @Test
  void whatDecidesTheBytesDecidesTheIdentity() {
    var fingerprints = new HashSet<String>();
    for (Options options :
        List.of(Options.NONE, Options.NONE.with("tune", "0"), Options.NONE.with("preset", "7"))) {
      fingerprints.add(
          SvtAv1Command.of(PROGRAM, FORMAT, settings(100, null, 1, options))
              .identity()
              .fingerprint());
    }
    assertEquals(3, fingerprints.size());
    assertEquals(
        SvtAv1Command.of(PROGRAM, FORMAT, settings(100, null, 1, Options.NONE)).identity(),
        SvtAv1Command.of(
                new SvtAv1(Path.of("/usr/bin/svt"), "1.4.1", flags()),
                FORMAT,
                settings(100, null, 1, Options.NONE.with("path", "/usr/bin/svt")))
            .identity());
  }

  @Test
  void whatItCannotEncodeIsRefused() {
    assertRefused(GopException.Kind.INPUT, format(64, 64, ChromaSampling.CS444, 8), "4:2:0");
    assertRefused(GopException.Kind.INPUT, format(64, 64, ChromaSampling.CS420, 12), "10 bits");
    assertRefused(GopException.Kind.INPUT, format(65, 64, ChromaSampling.CS420, 8), "even");
    assertRefused(GopException.Kind.INPUT, format(62, 64, ChromaSampling.CS420, 8), "64 samples");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertRefused(settings(0, null, 1, Options.NONE), "lossless");
    assertRefused(settings(100, 100_001, 1, Options.NONE), "100000");
    assertRefused(settings(100, null, 257, Options.NONE), "256 tiles");
    assertRefused(settings(100, null, 1, Options.NONE.with("preset", "14")), "0 to 13");
    assertRefused(settings(100, null, 1, Options.NONE.with("tune", "much")), "'much'");
  }

  @Test
  void withoutAnEncoderItSaysWhatToInstall() {
    var answer = new SvtAv1Provider().availability(Options.NONE.with("path", "no-such-program"));
    assertTrue(
        answer instanceof Availability.Unavailable(String reason)
            && reason.contains("install svt-av1"),
        answer.toString());
  }

  private static void assertRefused(GopException.Kind kind, VideoFormat format, String word) {
    var refusal =
        assertThrows(
            GopException.class,
            () -> SvtAv1Command.of(PROGRAM, format, settings(100, null, 1, Options.NONE)));
    assertEquals(kind, refusal.kind());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }

  private static void assertRefused(EncoderSettings settings, String word) {
    var refusal =
        assertThrows(GopException.class, () -> SvtAv1Command.of(PROGRAM, FORMAT, settings));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }

  private static String line(VideoFormat format, EncoderSettings settings) {
    return String.join(" ", SvtAv1Command.of(PROGRAM, format, settings).child().line());
  }

  private static EncoderSettings settings(
      int quantizer, @Nullable Integer maxBitrate, int tiles, Options options) {
    return new EncoderSettings(6, quantizer, maxBitrate, tiles, options);
  }

  private static VideoFormat format(int width, int height, ChromaSampling sampling, int depth) {
    return SyntheticFilm.format(new FrameLayout(width, height, sampling, depth));
  }

  private static Set<String> flags() {
    return Set.of(
        ("keyint scd crf mbr tile-columns tile-rows color-range color-primaries"
                + " transfer-characteristics matrix-coefficients chroma-sample-position"
                + " mastering-display content-light tune film-grain")
            .split(" ", -1));
  }
}
