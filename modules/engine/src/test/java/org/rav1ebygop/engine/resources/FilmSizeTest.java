package org.rav1ebygop.engine.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.testkit.SyntheticFilm;

class FilmSizeTest {
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(640, 480, ChromaSampling.CS420, 8));

  @Test
  void theLowerTheQuantizerTheLargerTheFilm() {
    for (int quantizer = 1; quantizer <= 255; quantizer++) {
      assertTrue(
          FilmSize.guess(FORMAT, 1000, quantizer) < FilmSize.guess(FORMAT, 1000, quantizer - 1));
    }
  }

  @Test
  void ofAPipeNothingIsKnown() {
    assertEquals(-1, FilmSize.guess(FORMAT, -1, 100));
  }
}
