package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.rav1ebygop.splitter.scenecut.Film.noise;
import static org.rav1ebygop.splitter.scenecut.Film.shots;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;

/// A film that has something of everything, looked at from every frame.
class StretchTest {
  private static final Film RESTLESS =
      Film.of(
          70,
          shots(9, 12, 30, 33, 52)
              .with((l, n, x, y) -> n == 20 || (n > 40 && n % 3 == 0) ? 230 : l)
              .with((l, n, x, y) -> l * Math.clamp((68 - n) / 12.0, 0, 1) + 8 * noise(n, x, y)));

  @ParameterizedTest
  @EnumSource(Speed.class)
  void aFrameIsSeenAlikeWhereverItsStretchBegins(Speed speed) {
    var settings = new SplitterSettings(1, Integer.MAX_VALUE, Options.NONE);
    List<Frame> frames = IntStream.range(0, RESTLESS.frames()).mapToObj(RESTLESS::frame).toList();
    try (var splitter = new ScenecutSplitter(RESTLESS.layout(), speed, settings)) {
      List<KeyframeDecision> all = scout(splitter, frames, 0);
      for (int first = 1; first < frames.size(); first++) {
        int known = Math.min(frames.size(), first + splitter.lookbehind());
        List<KeyframeDecision> told = scout(splitter, frames, first);
        assertEquals(
            all.subList(known, frames.size()),
            told.subList(known - first, told.size()),
            "" + first);
      }
    }
  }

  private static List<KeyframeDecision> scout(
      ScenecutSplitter splitter, List<Frame> frames, int first) {
    var told = new ArrayList<KeyframeDecision>();
    try (var scout = splitter.scout(first)) {
      for (Frame frame : frames.subList(first, frames.size())) {
        told.addAll(scout.push(frame));
      }
      told.addAll(scout.finish());
    }
    return told;
  }
}
