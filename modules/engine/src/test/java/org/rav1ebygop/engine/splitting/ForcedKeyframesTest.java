package org.rav1ebygop.engine.splitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.SyntheticFilm;

class ForcedKeyframesTest {
  private static final int FRAMES = 60;

  @ParameterizedTest
  @CsvSource({
    // cuts, forced, min-keyint, keyint, keyframes
    "20, 33, 4, 100, 0 20 33",
    "20, 20, 4, 100, 0 20",
    "'', 0, 4, 100, 0",
    "'', '1 2 3', 12, 100, 0 1 2 3",
    "'', 33, 4, 25, 0 25 33 58",
    // an automatic keyframe keeps its distance to a forced one on both sides
    "'17 20 30', 20, 4, 100, 0 20 30",
    "'16 23', 20, 4, 100, 0 16 20",
    "'16 24', 20, 4, 100, 0 16 20 24",
    // of two cuts the one that keeps the distance counts
    "'13 17', 20, 4, 100, 0 13 20",
    // keyint ends a GOP earlier, so that the forced keyframe is not too close to it
    "'', 27, 4, 25, 0 23 27 52",
    "'', 29, 4, 25, 0 25 29 54",
    "'', 25, 4, 25, 0 25 50",
    "10, 34, 4, 25, 0 10 34 59",
    "10, 36, 4, 25, 0 10 32 36",
    // not when a keyframe is there anyway
    "20, 27, 4, 25, 0 20 27 52",
    // keyint is kept when the distance cannot be
    "'', 11, 10, 10, 0 10 11 21 31 41 51",
    "'', '3 8', 4, 4, 0 3 7 8 12 16 20 24 28 32 36 40 44 48 52 56",
    // a film that ends before a forced keyframe is not shortened by it
    "'', 1000, 4, 100, 0",
    "'', 2147483647, 4, 25, 0 25 50",
  })
  void forcedKeyframesAreAmongTheOthers(
      String cuts, String forced, int minKeyint, int keyint, String keyframes) {
    var decisions = decide(splitter(cuts, 5), settings(forced, minKeyint, keyint));
    assertEquals(numbers(keyframes), keyframes(decisions));
  }

  @Test
  void withoutForcedKeyframesTheSplitterDecidesAsEver() {
    var settings = new SplitterSettings(4, 25, Options.NONE);
    KeyframeSplitterProvider alone = splitter("2 9 11 40", 5);
    assertEquals(decide(alone, settings), decide(new ForcedKeyframes(alone), settings));
  }

  /// Frame 0 is a keyframe in any case.
  @Test
  void boundsAreKeptAsASplitterItselfKeepsThem() {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      KeyframeSplitterProvider alone = splitter(numbers(random, 12), 3);
      int minKeyint = 1 + random.nextInt(10);
      int keyint = minKeyint + random.nextInt(20);
      assertEquals(
          decide(alone, new SplitterSettings(minKeyint, keyint, Options.NONE)),
          decide(new ForcedKeyframes(alone), settings("0", minKeyint, keyint)));
    }
  }

  @Test
  void allRulesHoldForAnyCutsAndForcedKeyframes() {
    var random = new Random(11);
    for (int i = 0; i < 500; i++) {
      var cuts = numbers(random, 10);
      var forced = numbers(random, 4);
      int minKeyint = 1 + random.nextInt(10);
      int keyint = minKeyint + random.nextInt(25);
      var settings =
          new SplitterSettings(
              minKeyint,
              keyint,
              Options.NONE.with(
                  ForcedKeyframes.OPTION, ForcedKeyframes.text(new TreeSet<>(forced))));
      var keyframes = keyframes(decide(splitter(cuts, random.nextInt(6)), settings));
      assertTrue(keyframes.containsAll(forced), () -> keyframes + " for " + forced);
      for (int k = 1; k < keyframes.size(); k++) {
        long frames = keyframes.get(k) - keyframes.get(k - 1);
        assertTrue(frames <= keyint, keyframes::toString);
        boolean free = !forced.contains(keyframes.get(k)) && frames != keyint;
        assertTrue(!free || frames >= minKeyint, keyframes::toString);
      }
    }
  }

  @Test
  void scoresAreThoseOfTheSplitter() {
    for (KeyframeDecision decision : decide(splitter("20", 5), settings("33", 4, 25))) {
      assertEquals(decision.frame() == 20 ? 2 : 0.25, decision.score());
    }
  }

  @Test
  void resolvingKeepsForcedKeyframesAndAsksTheSplitter() {
    var forced = new ForcedKeyframes(splitter("20", 5));
    var settings = settings("33", 4, 25);
    assertEquals(settings, forced.resolve(settings, FRAMES, FRAMES));
  }

  @Test
  void whatIsNoFrameIsRefused() {
    var refusal =
        assertThrows(GopException.class, () -> decide(splitter("", 0), settings("3 1x", 4, 25)));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertEquals(
        "option force-keyframes is a list of frame numbers, and '1x' is none",
        refusal.getMessage());
  }

  private static SplitterSettings settings(String forced, int minKeyint, int keyint) {
    return new SplitterSettings(
        minKeyint, keyint, Options.NONE.with(ForcedKeyframes.OPTION, forced.replace(' ', ',')));
  }

  private static KeyframeSplitterProvider splitter(String cuts, int lookahead) {
    return new ForcedKeyframes(new CutSplitterProvider(Set.copyOf(numbers(cuts)), lookahead));
  }

  private static KeyframeSplitterProvider splitter(Set<Long> cuts, int lookahead) {
    return new ForcedKeyframes(new CutSplitterProvider(cuts, lookahead));
  }

  private static List<KeyframeDecision> decide(
      KeyframeSplitterProvider provider, SplitterSettings settings) {
    var decisions = new ArrayList<KeyframeDecision>();
    var layout = new FrameLayout(16, 16, ChromaSampling.CS420, 8);
    try (var film = new SyntheticFilm(SyntheticFilm.format(layout), FRAMES);
        var splitter = provider.open(film.format(), settings)) {
      for (long n = 0; n < FRAMES; n++) {
        decisions.addAll(splitter.push(film.frame(n)));
      }
      decisions.addAll(splitter.finish());
    }
    return decisions;
  }

  private static List<Long> keyframes(List<KeyframeDecision> decisions) {
    return decisions.stream()
        .filter(KeyframeDecision::keyframe)
        .map(KeyframeDecision::frame)
        .toList();
  }

  private static List<Long> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(Long::parseLong).toList();
  }

  private static Set<Long> numbers(Random random, int count) {
    var numbers = new HashSet<Long>();
    for (int i = 0; i < count; i++) {
      numbers.add((long) random.nextInt(FRAMES));
    }
    return numbers;
  }
}
