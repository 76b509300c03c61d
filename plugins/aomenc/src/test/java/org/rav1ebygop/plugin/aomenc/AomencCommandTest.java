package org.rav1ebygop.plugin.aomenc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.testkit.SyntheticFilm;

/// What settings become on the command line.
class AomencCommandTest {
  private static final Aomenc PROGRAM = new Aomenc(Path.of("/opt/aomenc"), "3.6.0", flags());
  private static final VideoFormat FORMAT = format(64, 64, ChromaSampling.CS420);
  private static final String START =
      "/opt/aomenc - -o - --quiet --disable-warning-prompt --threads=1 --row-mt=0 --ivf --passes=1";
  private static final String KEY_FRAMES =
      " --disable-kf --kf-max-dist=2147483647 --force-video-mode=1";

  @Test
  void plainSettings() {
    assertEquals(
        START
            + " --cpu-used=4"
            + KEY_FRAMES
            + " --end-usage=q --cq-level=25 --tile-columns=0 --tile-rows=0"
            + " --color-primaries=unspecified --transfer-characteristics=unspecified"
            + " --matrix-coefficients=unspecified --chroma-sample-position=unknown",
        line(FORMAT, settings(6, 100, null, Options.NONE)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "5, 3", "6, 4", "9, 5", "10, 6"})
  void tenSpeedsAreSixOfTheirs(int speed, int cpuUsed) {
    String line = line(FORMAT, settings(speed, 100, null, Options.NONE));
    assertTrue(line.contains(" --cpu-used=" + cpuUsed + " "), line);
  }

  @Test
  void quantizerZeroIsLossless() {
    String line = line(FORMAT, settings(6, 0, null, Options.NONE));
    assertTrue(line.contains(" --lossless=1 "), line);
    assertRefused(settings(6, 0, 900, Options.NONE), "lossless");
  }

  @Test
  void bitrateIsAnUpperBound() {
    String line = line(FORMAT, settings(6, 100, 900, Options.NONE));
    assertTrue(line.contains(" --end-usage=cq --cq-level=25 --target-bitrate=900 "), line);
  }

  @Test
  void everythingThatIsKnownAboutColour() {
    var color =
        new ColorDescription(
            PixelRange.FULL,
            ColorPrimaries.BT2020,
            TransferCharacteristics.SMPTE2084,
            MatrixCoefficients.BT2020NCL,
            null,
            null);
    VideoFormat format = format(64, 64, ChromaSampling.CS444).withColor(color);
    String line = line(format, settings(6, 100, null, Options.NONE));
    assertTrue(
        line.endsWith(
            " --color-primaries=bt2020 --transfer-characteristics=smpte2084"
                + " --matrix-coefficients=bt2020ncl"),
        line);
  }

  @Test
  void ownOptionsArePassedOn() {
    Options options = Options.NONE.with("tune", "ssim").with("aq-mode", "1").with("cpu-used", "2");
    String line = line(FORMAT, settings(6, 100, null, options));
    assertTrue(line.contains(" --cpu-used=2 "), line);
    assertTrue(line.endsWith(" --tune=ssim --aq-mode=1"), line);
  }

  @Test
  void whatItCannotEncodeIsRefused() {
    assertBadInput(format(8, 64, ChromaSampling.CS420), "16 samples");
    var rgb = ColorDescription.UNSPECIFIED.with(null, null, MatrixCoefficients.IDENTITY);
    assertBadInput(FORMAT.withColor(rgb), "4:4:4");
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertRefused(settings(6, 100, null, Options.NONE.with("cpu-used", "10")), "0 to 9");
    assertRefused(settings(6, 100, null, Options.NONE.with("tune", "vmaf")), "psnr or ssim");
    assertRefused(settings(6, 100, null, Options.NONE.with("sharpness", "1")), "not among");
  }

  @Test
  void withoutAnEncoderItSaysWhatToInstall() {
    var answer = new AomencProvider().availability(Options.NONE.with("path", "no-such-program"));
    assertTrue(
        answer instanceof Availability.Unavailable(String reason)
            && reason.contains("install aom-tools"),
        answer.toString());
  }

  private static void assertBadInput(VideoFormat format, String word) {
    var refusal =
        assertThrows(
            GopException.class,
            () -> AomencCommand.of(PROGRAM, format, settings(6, 100, null, Options.NONE)));
    assertEquals(GopException.Kind.INPUT, refusal.kind());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }

  private static void assertRefused(EncoderSettings settings, String word) {
    var refusal =
        assertThrows(GopException.class, () -> AomencCommand.of(PROGRAM, FORMAT, settings));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
  }

  private static String line(VideoFormat format, EncoderSettings settings) {
    return String.join(" ", AomencCommand.of(PROGRAM, format, settings).child().line());
  }

  private static EncoderSettings settings(
      int speed, int quantizer, @Nullable Integer maxBitrate, Options options) {
    return new EncoderSettings(speed, quantizer, maxBitrate, 1, options);
  }

  private static VideoFormat format(int width, int height, ChromaSampling sampling) {
    return SyntheticFilm.format(new FrameLayout(width, height, sampling, 8));
  }

  private static Set<String> flags() {
    return Set.of(
        ("ivf passes cpu-used disable-kf kf-max-dist force-video-mode end-usage cq-level lossless"
                + " target-bitrate tile-columns tile-rows color-primaries transfer-characteristics"
                + " matrix-coefficients chroma-sample-position tune aq-mode")
            .split(" ", -1));
  }
}
