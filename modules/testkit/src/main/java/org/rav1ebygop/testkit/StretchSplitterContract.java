package org.rav1ebygop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StretchSplitter;

/// What [StretchSplitter] promises on top of [KeyframeSplitterContract]: the same decisions,
/// however the film is divided among scouts.
public abstract class StretchSplitterContract extends KeyframeSplitterContract {
  private static final int MIN_KEYINT = 4;
  private static final int KEYINT = 20;

  /// For tests.
  protected StretchSplitterContract() {}

  @Test
  void stretchesOfAnyLengthAreDecidedAsOnePass() {
    SeekableSource film = film();
    for (int length : new int[] {1, 7, 16, 30, 64, 200}) {
      assertEquals(decide(film), inStretches(film, settings(MIN_KEYINT, KEYINT), length));
    }
  }

  @Test
  void stretchesAreDecidedAlikeWithoutBounds() {
    var settings = settings(1, Integer.MAX_VALUE);
    assertEquals(decide(film(), settings), inStretches(film(), settings, 16));
  }

  @Test
  void scoutsWorkOnThreadsOfTheirOwn() {
    SeekableSource film = film();
    int length = 16;
    try (var splitter = openStretches(film, settings(MIN_KEYINT, KEYINT))) {
      List<CompletableFuture<List<KeyframeDecision>>> scouted =
          LongStream.iterate(0, first -> first < film.frameCount(), first -> first + length)
              .mapToObj(first ->
                  CompletableFuture.supplyAsync(() -> scout(film, splitter, first, length)))
              .toList();
      var decisions = new ArrayList<KeyframeDecision>();
      for (var stretch : scouted) {
        stretch.join().forEach(found -> decisions.addAll(splitter.place(found)));
      }
      assertEquals(decide(film), decisions);
    }
  }

  @Test
  void aFrameIsDecidedWhenItIsScouted() {
    SeekableSource film = film();
    try (var splitter = openStretches(film, settings(MIN_KEYINT, KEYINT))) {
      long frame = 0;
      for (KeyframeDecision found : scout(film, splitter, 0, film.frameCount())) {
        var decided = splitter.place(found).stream().map(KeyframeDecision::frame).toList();
        assertEquals(List.of(frame++), decided);
      }
    }
  }

  @Test
  void aScoutTellsOfEveryFrameItIsPushedWithinItsLookahead() {
    SeekableSource film = film();
    try (var splitter = openStretches(film, settings(MIN_KEYINT, KEYINT));
        var scout = splitter.scout(20)) {
      assertTrue(splitter.lookbehind() >= 0);
      assertTrue(splitter.scoutBytes() >= 0);
      var told = new ArrayList<KeyframeDecision>();
      for (long n = 20; n < 50; n++) {
        told.addAll(scout.push(film.frame(n)));
        assertTrue(told.size() >= n - 19 - scout.lookahead(), "too few told after frame " + n);
      }
      told.addAll(scout.finish());
      assertEquals(
          LongStream.range(20, 50).boxed().toList(),
          told.stream().map(KeyframeDecision::frame).toList());
    }
  }

  private StretchSplitter openStretches(SeekableSource film, SplitterSettings settings) {
    return assertInstanceOf(StretchSplitter.class, open(film, settings));
  }

  private List<KeyframeDecision> inStretches(
      SeekableSource film, SplitterSettings settings, int length) {
    var decisions = new ArrayList<KeyframeDecision>();
    try (var splitter = openStretches(film, settings)) {
      for (long first = 0; first < film.frameCount(); first += length) {
        for (KeyframeDecision found : scout(film, splitter, first, length)) {
          decisions.addAll(splitter.place(found));
        }
      }
    }
    return decisions;
  }

  /// What a scout says of a stretch, having seen no more than it must.
  private static List<KeyframeDecision> scout(
      SeekableSource film, StretchSplitter splitter, long first, long length) {
    long from = Math.max(0, first - splitter.lookbehind());
    long end = Math.min(film.frameCount(), first + length);
    var found = new ArrayList<KeyframeDecision>();
    try (KeyframeSplitter scout = splitter.scout(from)) {
      long last = Math.min(film.frameCount(), end + scout.lookahead());
      for (long n = from; n < last; n++) {
        found.addAll(scout.push(film.frame(n)));
      }
      if (last == film.frameCount()) {
        found.addAll(scout.finish());
      }
    }
    found.removeIf(decision -> decision.frame() < first || decision.frame() >= end);
    assertEquals(end - first, found.size());
    return found;
  }
}
