package org.rav1ebygop.encoder.librav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaPosition;
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
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;
import org.rav1ebygop.testkit.SyntheticFilm;

/// What the library is told, and what is refused before it is.
class RecipeTest {
  private static final Dialect OLD = new Dialect("librav1e 0.5.1", false, false);
  private static final Dialect NEW = new Dialect("librav1e 0.8.1", true, true);
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));

  @Test
  void plainSettingsWithSpeedFirst() {
    assertEquals(
        List.of(
            "speed=6",
            "rdo_lookahead_frames=20",
            "min_key_frame_interval=536870912",
            "key_frame_interval=536870912",
            "quantizer=100",
            "tiles=1",
            "threads=1",
            "width=64",
            "height=48",
            "pixel_format=8,0,0,0",
            "time_base=1,25",
            "sample_aspect_ratio=1,1"),
        recipe(OLD, FORMAT, null, Options.NONE).texts());
  }

  @Test
  void newLibrariesAreToldNotToLookForScenes() {
    assertTrue(recipe(NEW, FORMAT, null, Options.NONE).texts().contains("no_scene_detection=true"));
  }

  @Test
  void bitrateHasTheQuantizerAsItsFloor() {
    List<String> texts = recipe(OLD, FORMAT, 900, Options.NONE).texts();
    assertTrue(
        texts.containsAll(List.of("bitrate=900000", "quantizer=255", "min_quantizer=100")),
        texts::toString);
  }

  /// The numbers are those that rav1e 0.7.1 writes for the same display.
  @Test
  void everythingThatIsKnownAboutColour() {
    var color =
        new ColorDescription(
            PixelRange.FULL,
            ColorPrimaries.BT2020,
            TransferCharacteristics.SMPTE2084,
            MatrixCoefficients.BT2020NCL,
            new MasteringDisplay(
                new Chromaticity(0.706, 0.32),
                new Chromaticity(0.17, 0.797),
                new Chromaticity(0.131, 0.046),
                new Chromaticity(0.3127, 0.329),
                1000,
                0.005),
            new ContentLight(1000, 400));
    List<String> texts = recipe(OLD, FORMAT.withColor(color), null, Options.NONE).texts();
    assertEquals(
        List.of(
            "color_description=9,9,16",
            "mastering_display=46268,20972,11141,52232,8585,3015,20493,21561,256000,82",
            "content_light=1000,400"),
        texts.subList(texts.size() - 3, texts.size()));
    assertTrue(texts.contains("pixel_format=8,0,0,1"), texts::toString);
  }

  @Test
  void formatsInTheNumbersOfTheLibrary() {
    var format =
        new VideoFormat(
            new FrameLayout(65, 51, ChromaSampling.CS422, 10),
            new Rational(24_000, 1001),
            new Rational(4, 3),
            ChromaPosition.COLOCATED,
            ColorDescription.UNSPECIFIED);
    List<String> texts = recipe(OLD, format, null, Options.NONE).texts();
    assertTrue(
        texts.containsAll(
            List.of("pixel_format=10,1,2,0", "time_base=1001,24000", "sample_aspect_ratio=4,3")),
        texts::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "tune, PSNR, tune=psnr",
    "low-latency, true, low_latency=true",
    "rdo-lookahead-frames, 7, rdo_lookahead_frames=7",
    "level, 4.1, level=4.1",
    "tile-rows, 2, tile_rows=2",
    "tile-cols, 4, tile_cols=4",
  })
  void optionBecomesASetting(String name, String value, String text) {
    assertTrue(
        recipe(NEW, FORMAT, null, Options.NONE.with(name, value)).texts().contains(text), text);
  }

  @Test
  void levelIsRefusedWhereTheLibraryHasNone() {
    var refusal =
        assertThrows(
            GopException.class, () -> recipe(OLD, FORMAT, null, Options.NONE.with("level", "4.1")));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains("librav1e 0.5.1"), refusal.getMessage());
  }

  @Test
  void tooSmallPicturesAreBadInput() {
    var tiny = SyntheticFilm.format(new FrameLayout(15, 16, ChromaSampling.CS420, 8));
    var refusal = assertThrows(GopException.class, () -> recipe(NEW, tiny, null, Options.NONE));
    assertEquals(GopException.Kind.INPUT, refusal.kind());
  }

  @Test
  void whatWasWrittenIsReadBack() {
    Recipe recipe = recipe(NEW, FORMAT, 500, Options.NONE);
    assertEquals(recipe, Recipe.parse(recipe.texts()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "speed",
        "=6",
        "width=64 height=48",
        "width=64 height=48 pixel_format=8,0,0",
        "width=64 height=48 pixel_format=8,3,0,0",
        "width=64 height=99999999 pixel_format=8,0,0,0",
        "width=64 height=x pixel_format=8,0,0,0",
      })
  void argumentsThatMakeNoSenseAreRefused(String arguments) {
    assertThrows(
        IllegalArgumentException.class, () -> Recipe.parse(List.of(arguments.split(" ", -1))));
  }

  @Test
  void threadsDoNotCountForTheIdentity() {
    Recipe recipe = recipe(NEW, FORMAT, null, Options.NONE);
    assertFalse(recipe.meanings().stream().anyMatch(text -> text.startsWith("threads")));
    assertEquals(recipe.texts().size() - 1, recipe.meanings().size());
  }

  private static Recipe recipe(
      Dialect dialect, VideoFormat format, @Nullable Integer maxBitrate, Options options) {
    return Recipe.of(
        format,
        Rav1eSettings.of(new EncoderSettings(6, 100, maxBitrate, 1, options)),
        dialect,
        false);
  }
}
