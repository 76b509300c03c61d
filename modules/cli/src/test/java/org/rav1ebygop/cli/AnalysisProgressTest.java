package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnalysisProgressTest {
  private static final Findings FINDINGS = AnalysedFilms.named("film.y4m").findings();

  @Test
  void ofAFileItTellsWhenItIsDone() {
    assertEquals(
        " 30% 3000/10000 frames, 3 keyframes, 300.0 fps, 0:10, ETA 0:23",
        AnalysisProgress.text(FINDINGS, 10_000, Duration.ofSeconds(10)));
  }

  @Test
  void ofAPipeItTellsWhatIsDone() {
    assertEquals(
        "3000 frames, 3 keyframes, 300.0 fps, 0:10",
        AnalysisProgress.text(FINDINGS, -1, Duration.ofSeconds(10)));
  }

  @Test
  void beforeTheFirstFrameItDoesNotGuess() {
    assertEquals(
        "  0% 0/10 frames, 0 keyframes, 0.00 fps, 0:00",
        AnalysisProgress.text(new Findings(), 10, Duration.ZERO));
  }
}
