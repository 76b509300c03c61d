package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.SplitterSettings;

/// Films as if they had been analysed.
final class AnalysedFilms {
  private AnalysedFilms() {}

  /// A film with a score for each frame, and keyframes.
  static Analysed of(String name, double[] scores, int... keyframes) {
    var findings = new Findings();
    for (int frame = 0; frame < scores.length; frame++) {
      boolean keyframe = Arrays.binarySearch(keyframes, frame) >= 0;
      findings.add(new KeyframeDecision(frame, keyframe, scores[frame]));
    }
    return film(name, findings, List.of());
  }

  /// A film of two minutes with cuts at 0, 1000 and 2500, the last one forced.
  static Analysed named(String name) {
    double[] scores = new double[3000];
    Arrays.fill(scores, 0.25);
    scores[1000] = 8.5;
    Analysed film = of(name, scores, 0, 1000, 2500);
    return film(name, film.findings(), List.of(2500L));
  }

  /// A film of any length with keyframes at random.
  static Analysed random(int frames, int distance) {
    var random = new Random(3);
    var findings = new Findings();
    for (int frame = 0; frame < frames; frame++) {
      boolean keyframe = frame == 0 || random.nextInt(distance) == 0;
      double score =
          keyframe && random.nextInt(8) > 0 ? 1 + 9 * random.nextDouble() : random.nextDouble() / 2;
      findings.add(new KeyframeDecision(frame, keyframe, score));
    }
    return film("long.y4m", findings, List.of(0L));
  }

  private static Analysed film(String name, Findings findings, List<Long> forced) {
    var settings = new SplitterSettings(12, 240, Options.NONE);
    return new Analysed(
        name, new Rational(25, 1), "scenecut", settings, forced, findings, Duration.ofSeconds(3));
  }
}
