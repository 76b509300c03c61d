package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rav1ebygop.splitter.scenecut.Film.noise;
import static org.rav1ebygop.splitter.scenecut.Film.scene;
import static org.rav1ebygop.splitter.scenecut.Film.shots;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// What is a cut and what is none, with every distance between keyframes allowed.
@ParameterizedClass
@EnumSource(Speed.class)
class CutRuleTest {
  private final Speed speed;

  CutRuleTest(Speed speed) {
    this.speed = speed;
  }

  @ParameterizedTest
  @CsvSource({
    "24, 16, 8",
    "160, 90, 8",
    "160, 90, 10",
    "160, 90, 12",
    "161, 91, 8",
    "97, 33, 10",
    "490, 485, 8",
    "490, 485, 12",
    "725, 730, 10"
  })
  void cutsAreFoundAtEverySizeAndDepth(int width, int height, int depth) {
    var layout = new FrameLayout(width, height, ChromaSampling.CS422, depth);
    assertEquals("0 7", Film.of(12, shots(7)).in(layout).cuts(speed));
  }

  @Test
  void theDepthDoesNotMatter() {
    Film film = Film.of(40, shots(12, 25).with((l, n, x, y) -> Math.rint(l + 6 * noise(n, x, y))));
    var eight = film.decide(speed, 1, 1000);
    assertEquals(
        eight, film.in(new FrameLayout(160, 90, ChromaSampling.CS444, 10)).decide(speed, 1, 1000));
    assertEquals(
        eight, film.in(new FrameLayout(160, 90, ChromaSampling.CS420, 12)).decide(speed, 1, 1000));
  }

  @Test
  void cutsInAVeryDarkFilmAreFound() {
    assertEquals(
        "0 12 25", Film.of(40, shots(12, 25).with((l, n, x, y) -> 16 + l / 7)).cuts(speed));
  }

  @Test
  void aCutBetweenShotsThatLookAlikeIsFound() {
    Film.Luma luma = (n, x, y) -> scene(1, x, y) * 0.8 + 0.3 * scene(n < 14 ? 2 : 3, x, y);
    assertEquals("0 14", Film.of(30, luma).cuts(speed));
  }

  @Test
  void aCutUnderHeavyGrainIsFoundAndGrainIsNone() {
    var grain = shots(14).with((l, n, x, y) -> l + 55 * noise(n, x, y));
    assertEquals("0 14", Film.of(40, grain).cuts(speed));
  }

  @Test
  void aCutBetweenBlackBarsIsFound() {
    var bars = shots(14).with((l, n, x, y) -> y < 22 || y > 67 ? 16 : l);
    assertEquals("0 14", Film.of(30, bars).cuts(speed));
  }

  @Test
  void aCutIntoAShotFullOfMotionIsFound() {
    Film.Luma luma = (n, x, y) -> n < 14 ? scene(1, x, y) : 90 + scene(2, x + 9 * n, y);
    assertEquals("0 14", Film.of(40, luma).cuts(speed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aFlashIsNoCut(int frames) {
    var flash = shots().with((l, n, x, y) -> n >= 14 && n < 14 + frames ? 235 : l);
    assertEquals("0", Film.of(40, flash).cuts(speed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFlashThatOnlyBrightensThePictureIsNoCut(int frames) {
    var flash = shots().with((l, n, x, y) -> n >= 14 && n < 14 + frames ? l + 30 : l);
    assertEquals("0", Film.of(40, flash).cuts(speed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aStrobeIsNoCut(int half) {
    var strobe = shots().with((l, n, x, y) -> n >= 10 && n < 34 && n / half % 2 == 1 ? 230 : l);
    assertEquals("0", Film.of(50, strobe).cuts(speed));
  }

  @Test
  void aFlashSoonAfterACutDoesNotHideIt() {
    var flash = shots(14).with((l, n, x, y) -> n == 17 ? 240 : l);
    assertEquals("0 14", Film.of(40, flash).cuts(speed));
  }

  @Test
  void aFlashBetweenTwoShotsIsLeftToTheOldOne() {
    var flash = shots(14).with((l, n, x, y) -> n == 14 ? 240 : l);
    assertEquals("0 15", Film.of(40, flash).cuts(speed));
  }

  @Test
  void aShotOfAFewFramesIsSkippedForTheNext() {
    assertEquals("0 18", Film.of(40, shots(15, 18)).cuts(speed));
  }

  @Test
  void aSlowFadeIsNoCut() {
    var fades = shots().with((l, n, x, y) -> l * Math.clamp(Math.min(n, 60 - n) / 20.0, 0, 1));
    assertEquals("0", Film.of(70, fades).cuts(speed));
  }

  @Test
  void aFadeOfThreeFramesIsNoCut() {
    var fade = shots().with((l, n, x, y) -> l * Math.clamp((20 - n) / 3.0, 0, 1));
    assertEquals("0", Film.of(40, fade).cuts(speed));
  }

  @Test
  void aDissolveIsNoCut() {
    Film.Luma luma =
        (n, x, y) -> {
          double share = Math.clamp((n - 14) / 12.0, 0, 1);
          return scene(1, x, y) * (1 - share) + scene(2, x, y) * share;
        };
    assertEquals("0", Film.of(50, luma).cuts(speed));
  }

  @Test
  void aPanIsNoCut() {
    assertEquals("0", Film.of(50, (n, x, y) -> scene(1, x + 5 * n, y)).cuts(speed));
  }

  @Test
  void aZoomIsNoCut() {
    Film.Luma zoom = (n, x, y) -> scene(1, x / (1 + 0.02 * n), y / (1 + 0.02 * n));
    assertEquals("0", Film.of(50, zoom).cuts(speed));
  }

  @Test
  void aCameraThatShakesMakesNoCuts() {
    Film.Luma shake = (n, x, y) -> scene(1, x + 6 * Math.sin(1.7 * n), y + 5 * Math.cos(2.3 * n));
    assertEquals("0", Film.of(50, shake).cuts(speed));
  }

  @Test
  void aJerkInAPanIsNoCut() {
    Film.Luma pan = (n, x, y) -> 120 + 70 * Math.sin(0.05 * (x + y + 2.4 * n + (n < 14 ? 0 : 3.8)));
    assertEquals("0", Film.of(40, pan).cuts(speed));
  }

  @Test
  void grainOnAStillPictureIsNoCut() {
    var grain = Film.of(40, (n, x, y) -> scene(1, x, y) + 40 * noise(n, x, y));
    assertEquals("0", grain.cuts(speed));
  }

  @Test
  void nothingButNoiseHasNoCuts() {
    assertEquals("0", Film.of(40, (n, x, y) -> 128 + 128 * noise(n, x, y)).cuts(speed));
  }

  @Test
  void aSmallThingThatJumpsIsNoCut() {
    Film.Luma luma =
        (n, x, y) -> x > (n < 14 ? 60 : 90) && x < 110 && y > 30 && y < 70 ? 235 : scene(1, x, y);
    assertEquals("0", Film.of(40, luma).cuts(speed));
  }

  @Test
  void picturesHeldForSeveralFramesMakeNoCuts() {
    assertEquals("0", Film.of(60, (n, x, y) -> scene(1, x + 4 * (n / 4), y)).cuts(speed));
  }

  @Test
  void aFadeThroughBlackIsNoCut() {
    Film.Luma luma =
        (n, x, y) ->
            16 + (scene(n < 30 ? 1 : 2, x, y) - 16) * Math.clamp(Math.abs(n - 30) / 20.0, 0, 1);
    assertEquals("0", Film.of(60, luma).cuts(speed));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 23})
  void aWhipPanIsNoCut(int step) {
    Film.Luma whip = (n, x, y) -> scene(1, x + step * Math.clamp(n - 14L, 0, 10), y);
    assertEquals("0", Film.of(40, whip).cuts(speed));
  }

  @Test
  void aFilmOfOneFrameStartsAGop() {
    assertEquals("0", Film.of(1, shots()).cuts(speed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 11})
  void aCutSoonAfterTheStartIsFound(int cut) {
    assertEquals("0 " + cut, Film.of(30, shots(cut)).cuts(speed));
  }
}
