package org.rav1ebygop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.SeekableSource;

/// What [KeyframeSplitterProvider] and [KeyframeSplitter] promise, whatever the splitter looks at.
/// Films are short and small, with cuts closer together than `minKeyint` and gaps wider than
/// `keyint`.
public abstract class KeyframeSplitterContract {
  private static final int MIN_KEYINT = 4;
  private static final int KEYINT = 20;
  private static final int FRAMES = 73;
  private static final int[] CUTS = {2, 9, 11, 30, 33, 57, 70};
  private static final FrameLayout LAYOUT = new FrameLayout(64, 48, ChromaSampling.CS420, 8);

  /// For tests.
  protected KeyframeSplitterContract() {}

  /// The provider under test.
  protected abstract KeyframeSplitterProvider provider();

  /// Options it is tested with; those it needs, if any.
  protected Options options() {
    return Options.NONE;
  }

  @Test
  void everyFrameIsDecidedOnceAndInOrder() {
    assertEquals(
        LongStream.range(0, FRAMES).boxed().toList(),
        decide(film()).stream().map(KeyframeDecision::frame).toList());
  }

  @Test
  void theFirstFrameIsAKeyframe() {
    assertTrue(decide(film()).getFirst().keyframe());
  }

  @Test
  void gopsAreAsLongAsTheSettingsAllow() {
    var keyframes = new ArrayList<>(keyframes(decide(film())));
    for (int i = 1; i < keyframes.size(); i++) {
      long frames = keyframes.get(i) - keyframes.get(i - 1);
      assertTrue(frames >= MIN_KEYINT && frames <= KEYINT, keyframes.toString());
    }
    assertTrue(FRAMES - keyframes.getLast() <= KEYINT, keyframes.toString());
  }

  @Test
  void everyFrameIsAKeyframeWhenKeyintIsOne() {
    var decisions = decide(film(), settings(1, 1));
    assertTrue(decisions.stream().allMatch(KeyframeDecision::keyframe), decisions.toString());
  }

  @Test
  void gopsMayBeOfAnyLengthWhenTheSettingsDoNotBoundThem() {
    var decisions = decide(film(), settings(1, Integer.MAX_VALUE));
    assertEquals(FRAMES, decisions.size());
    assertTrue(decisions.getFirst().keyframe());
  }

  @Test
  void whatIsResolvedDecidesAlike() {
    var resolved = provider().resolve(settings(MIN_KEYINT, KEYINT), FRAMES, Long.MAX_VALUE);
    assertEquals(MIN_KEYINT, resolved.minKeyint());
    assertEquals(KEYINT, resolved.keyint());
    assertEquals(resolved, provider().resolve(resolved, FRAMES, Long.MAX_VALUE));
    assertEquals(decide(film()), decide(film(), resolved));
  }

  @Test
  void oneLengthForAllGopsIsKept() {
    assertEquals(
        List.of(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L),
        keyframes(decide(film(), settings(10, 10))));
  }

  @Test
  void framesAreDecidedWithinTheLookahead() {
    SeekableSource film = film();
    try (var splitter = open(film, settings(MIN_KEYINT, KEYINT))) {
      int lookahead = splitter.lookahead();
      long decided = 0;
      for (long n = 0; n < FRAMES; n++) {
        decided += splitter.push(film.frame(n)).size();
        assertTrue(decided <= n + 1, "decided a frame before it came, after frame " + n);
        assertTrue(decided >= n + 1 - lookahead, "too few decided after frame " + n);
      }
      assertEquals(lookahead, splitter.lookahead());
      assertEquals(FRAMES, decided + splitter.finish().size());
    }
  }

  @Test
  void decisionsDependOnNothingButFramesAndSettings() {
    assertEquals(decide(film()), decide(film()));
  }

  @Test
  void splittersSideBySideDoNotShareState() {
    SeekableSource one = film();
    SeekableSource other = film(LAYOUT, FRAMES, 40);
    var ofOne = new ArrayList<KeyframeDecision>();
    var ofOther = new ArrayList<KeyframeDecision>();
    try (var a = open(one, settings(MIN_KEYINT, KEYINT));
        var b = open(other, settings(MIN_KEYINT, KEYINT))) {
      for (long n = 0; n < FRAMES; n++) {
        ofOne.addAll(a.push(one.frame(n)));
        ofOther.addAll(b.push(other.frame(n)));
      }
      ofOne.addAll(a.finish());
      ofOther.addAll(b.finish());
    }
    assertEquals(decide(one), ofOne);
    assertEquals(decide(other), ofOther);
  }

  @Test
  void aFrameMayLieAnywhereAndBeUnmappedAfterPush() {
    SeekableSource film = film();
    var decisions = new ArrayList<KeyframeDecision>();
    try (var splitter = open(film, settings(MIN_KEYINT, KEYINT))) {
      for (long n = 0; n < FRAMES; n++) {
        try (var arena = Arena.ofConfined()) {
          decisions.addAll(splitter.push(copy(film.frame(n), arena, n % 8)));
        }
      }
      decisions.addAll(splitter.finish());
    }
    assertEquals(decide(film), decisions);
  }

  @Test
  void everyLayoutIsSplit() {
    int[][] sizes = {{1, 1}, {1, 70}, {70, 1}, {3, 5}, {63, 33}, {129, 66}};
    for (int[] size : sizes) {
      for (ChromaSampling sampling : ChromaSampling.values()) {
        for (int depth : new int[] {8, 10, 12}) {
          SeekableSource film = film(new FrameLayout(size[0], size[1], sampling, depth), 9, 4);
          var decisions = decide(film, settings(2, 6));
          assertEquals(9, decisions.size(), "" + film.fingerprint());
          assertTrue(keyframes(decisions).size() >= 2, "" + film.fingerprint());
        }
      }
    }
  }

  @Test
  void aFilmOfOneFrameIsOneKeyframe() {
    assertEquals(List.of(0L), keyframes(decide(film(LAYOUT, 1))));
  }

  @Test
  void aFilmShorterThanTheLookaheadIsDecidedAtTheEnd() {
    for (int frames = 2; frames < 8; frames++) {
      assertEquals(frames, decide(film(LAYOUT, frames)).size());
    }
  }

  @Test
  void aFilmWithoutFramesHasNoDecisions() {
    try (var splitter = open(film(), settings(MIN_KEYINT, KEYINT))) {
      assertEquals(List.of(), splitter.finish());
    }
  }

  @Test
  void scoresAreNumbersFromZeroOrNoNumbersAtAll() {
    var decisions = decide(film());
    boolean blind = decisions.stream().allMatch(d -> Double.isNaN(d.score()));
    assertTrue(
        blind || decisions.stream().allMatch(d -> d.score() >= 0 && Double.isFinite(d.score())),
        decisions.toString());
  }

  @Test
  void anUnknownOptionIsRefusedByName() {
    var wrong = options().with("no-such-option", "1");
    var settings = new SplitterSettings(MIN_KEYINT, KEYINT, wrong);
    var refusal = assertThrows(GopException.class, () -> open(film(), settings));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains("no-such-option"), refusal.getMessage());
  }

  @Test
  void theProviderTellsWhatItIs() {
    assertTrue(provider().id().matches("[a-z][a-z0-9-]*"), provider().id());
    assertFalse(provider().description().isBlank());
    assertFalse(provider().description().endsWith("."));
    assertFalse(provider().description().contains("\n"));
  }

  /// The frames that are keyframes.
  protected static List<Long> keyframes(List<KeyframeDecision> decisions) {
    return decisions.stream()
        .filter(KeyframeDecision::keyframe)
        .map(KeyframeDecision::frame)
        .toList();
  }

  /// All decisions about a film, with the options of this test.
  protected final List<KeyframeDecision> decide(SeekableSource film, SplitterSettings settings) {
    var decisions = new ArrayList<KeyframeDecision>();
    try (var splitter = open(film, settings)) {
      for (long n = 0; n < film.frameCount(); n++) {
        decisions.addAll(splitter.push(film.frame(n)));
      }
      decisions.addAll(splitter.finish());
    }
    return decisions;
  }

  /// Settings with the options of this test.
  protected final SplitterSettings settings(int minKeyint, int keyint) {
    return new SplitterSettings(minKeyint, keyint, options());
  }

  /// All decisions about a film, with the options and bounds of this test.
  protected final List<KeyframeDecision> decide(SeekableSource film) {
    return decide(film, settings(MIN_KEYINT, KEYINT));
  }

  /// A splitter for a film.
  protected final KeyframeSplitter open(SeekableSource film, SplitterSettings settings) {
    return provider().open(film.format(), settings);
  }

  /// A film with cuts closer together than this test lets keyframes be, and farther apart.
  protected static SeekableSource film() {
    return film(LAYOUT, FRAMES, CUTS);
  }

  private static SeekableSource film(FrameLayout layout, int frames, int... cuts) {
    return new SyntheticFilm(SyntheticFilm.format(layout), frames, cuts);
  }

  private static Frame copy(Frame frame, Arena arena, long offset) {
    MemorySegment memory = arena.allocate(frame.data().byteSize() + offset).asSlice(offset);
    return new Frame(frame.index(), frame.layout(), memory.copyFrom(frame.data()));
  }
}
