package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;

class LightTextTest {
  private static final String VOLUME =
      "G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000,0.0001)";

  @Test
  void aVolumeIsReadPointByPoint() {
    var display =
        new MasteringDisplay(
            new Chromaticity(0.68, 0.32),
            new Chromaticity(0.265, 0.69),
            new Chromaticity(0.15, 0.06),
            new Chromaticity(0.3127, 0.329),
            1000,
            0.0001);
    assertEquals(display, LightText.masteringDisplay(VOLUME));
    assertEquals(
        display, LightText.masteringDisplay(VOLUME.replace("(", "( ").replace(")", " ) ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G(0.265,0.69)",
        "G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000)",
        "G(1.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000,0.0001)",
        "G(0.2.6,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000,0.0001)",
        "G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1,1)",
        "G(0.265,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(16777216,1)",
        "G(-0.1,0.69)B(0.15,0.06)R(0.68,0.32)WP(0.3127,0.329)L(1000,0.0001)",
      })
  void otherVolumesAreRefused(String text) {
    assertRefused("--mastering-display", () -> LightText.masteringDisplay(text));
  }

  @Test
  void levelsAreTwoNumbers() {
    assertEquals(new ContentLight(1000, 400), LightText.contentLight("1000,400"));
    assertEquals(new ContentLight(65_535, 0), LightText.contentLight(" 65535 , 0 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1000", "1000,400,1", "65536,1", "1,65536", "-1,1", "1.5,1", "a,b"})
  void otherLevelsAreRefused(String text) {
    assertRefused("--content-light", () -> LightText.contentLight(text));
  }

  private static void assertRefused(String option, Runnable reading) {
    var refused = assertThrows(GopException.class, reading::run);
    assertEquals(GopException.Kind.USAGE, refused.kind());
    assertTrue(refused.getMessage().startsWith(option), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }
}
