package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.KeyframeDecision;

class FixedSplitterTest {
  private static final Film FILM = Film.of(50, (frame, x, y) -> frame < 17 ? 30 : 200);

  @Test
  void aKeyframeComesEveryKeyintFramesWhateverThePicturesShow() {
    try (var splitter = new FixedSplitter(20)) {
      assertEquals("0 20 40", Film.keyframes(FILM.decide(splitter)));
    }
  }

  @Test
  void nothingIsLookedAtSoThereIsNoScore() {
    try (var splitter = new FixedSplitter(20)) {
      assertTrue(
          FILM.decide(splitter).stream().map(KeyframeDecision::score).allMatch(d -> d.isNaN()));
    }
  }

  @Test
  void aFrameIsDecidedAsSoonAsItComes() {
    try (var splitter = new FixedSplitter(20)) {
      assertEquals(0, splitter.lookahead());
      assertEquals(1, splitter.push(FILM.frame(0)).size());
    }
  }
}
