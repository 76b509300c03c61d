package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rav1ebygop.splitter.scenecut.Film.keyframes;
import static org.rav1ebygop.splitter.scenecut.Film.shots;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;

/// Where keyframes go, given the cuts; what rav1e does with the same films and settings.
@ParameterizedClass
@EnumSource(Speed.class)
class ScenecutSplitterTest {
  private final Speed speed;

  ScenecutSplitterTest(Speed speed) {
    this.speed = speed;
  }

  @Test
  void aCutBeforeMinKeyintIsPassedOver() {
    assertEquals("0 30", keyframes(Film.of(50, shots(11, 30)).decide(speed, 12, 240)));
  }

  @Test
  void aCutAtMinKeyintIsAKeyframe() {
    assertEquals("0 12", keyframes(Film.of(50, shots(12, 23)).decide(speed, 12, 240)));
  }

  @Test
  void keyintCountsFromTheLastKeyframe() {
    assertEquals("0 15 35 55", keyframes(Film.of(70, shots(15)).decide(speed, 12, 20)));
  }

  @Test
  void aKeyframeThatIsDueComesEvenInTheLastFrame() {
    assertEquals("0 20", keyframes(Film.of(21, shots()).decide(speed, 12, 20)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aCutInTheLastFourFramesIsNoKeyframe(int frames) {
    assertEquals("0", keyframes(Film.of(30 + frames, shots(30)).decide(speed, 12, 240)));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 11})
  void aCutBeforeTheLastFourFramesIsAKeyframe(int frames) {
    assertEquals("0 30", keyframes(Film.of(30 + frames, shots(30)).decide(speed, 12, 240)));
  }

  @Test
  void cutsScoreOneOrMoreAndNothingElseInACalmFilmDoes() {
    for (KeyframeDecision decision : Film.of(60, shots(20, 40)).decide(speed, 1, 1000)) {
      boolean cut = decision.frame() == 20 || decision.frame() == 40;
      assertEquals(cut, decision.score() >= 1, decision.toString());
    }
  }

  @Test
  void aFrameOutOfOrderIsABug() {
    Film film = Film.of(10, shots());
    try (var splitter = splitter(film.layout())) {
      assertEquals(List.of(), splitter.push(film.frame(0)));
      var bug = assertThrows(GopException.class, () -> splitter.push(film.frame(2)));
      assertEquals(GopException.Kind.BUG, bug.kind());
      assertTrue(bug.getMessage().contains("frame 1") && bug.getMessage().contains("frame 2"));
    }
  }

  @Test
  void aFrameOfAnotherLayoutIsABug() {
    Film film = Film.of(10, shots());
    Frame other = film.in(new FrameLayout(90, 160, ChromaSampling.CS420, 8)).frame(0);
    try (var splitter = splitter(film.layout())) {
      var bug = assertThrows(GopException.class, () -> splitter.push(other));
      assertTrue(bug.getMessage().contains("90x160"), bug.getMessage());
    }
  }

  private ScenecutSplitter splitter(FrameLayout layout) {
    return new ScenecutSplitter(layout, speed, new SplitterSettings(12, 240, Options.NONE));
  }
}
