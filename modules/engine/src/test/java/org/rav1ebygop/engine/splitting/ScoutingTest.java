package org.rav1ebygop.engine.splitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StretchSplitter;
import org.rav1ebygop.testkit.SyntheticFilm;

@Tag("waits")
class ScoutingTest {
  /// Of a stretch for this splitter.
  private static final int LENGTH = 32 * (WindowSplitter.BEHIND + WindowSplitter.AHEAD);

  private static final FrameLayout LAYOUT = new FrameLayout(8, 8, ChromaSampling.CS420, 8);

  /// Tells who reads what, before it is read.
  private record Watched(SeekableSource film, LongConsumer reading) implements SeekableSource {
    @Override
    public VideoFormat format() {
      return film.format();
    }

    @Override
    public long frameCount() {
      return film.frameCount();
    }

    @Override
    public Frame frame(long index) {
      reading.accept(index);
      return film.frame(index);
    }

    @Override
    public SourceFingerprint fingerprint() {
      return film.fingerprint();
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void decisionsAreThoseOfOnePass(int threads) throws InterruptedException {
    for (int frames : new int[] {1, 2, LENGTH - 1, LENGTH, LENGTH + 1, 5 * LENGTH + 1}) {
      SeekableSource film = film(frames);
      assertEquals(inOnePass(film), scouted(film, threads, true));
    }
  }

  @Test
  void oneThreadSeesNoFrameTwice() throws InterruptedException {
    var read = new ArrayList<Long>();
    var film = new Watched(film(3 * LENGTH), read::add);
    scouted(film, 4, false);
    var once = new ArrayList<Long>();
    for (long i = 0; i < film.frameCount(); i++) {
      once.add(i);
    }
    assertEquals(once, read);
  }

  @Test
  void othersHelpInAHurry() throws InterruptedException {
    // The first frame of the film and that of a later stretch are read at the same time.
    var together = new CyclicBarrier(2);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    var film =
        new Watched(
            film(2 * LENGTH),
            frame -> {
              threads.add(Thread.currentThread());
              if (frame == 0 || frame == 2 * LENGTH - 1) {
                await(together);
              }
            });
    assertEquals(inOnePass(film(2 * LENGTH)), scouted(film, 2, true));
    assertEquals(2, threads.size());
  }

  @Test
  void aFailureComesAfterTheDecisionsBeforeIt() {
    var failure = GopException.input("no such frame");
    var film =
        new Watched(
            film(4 * LENGTH),
            frame -> {
              if (frame == LENGTH + 30) {
                throw failure;
              }
            });
    var decisions = new ArrayList<KeyframeDecision>();
    var thrown = assertThrows(GopException.class, () -> scout(film, 3, true, decisions::addAll));
    assertSame(failure, thrown);
    int certain = LENGTH + 30 - WindowSplitter.AHEAD;
    assertEquals(inOnePass(film(4 * LENGTH)).subList(0, certain), decisions);
  }

  @Test
  void nobodyReadsTheSourceOnceItIsClosed() throws InterruptedException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    var film = new Watched(film(50 * LENGTH), _ -> threads.add(Thread.currentThread()));
    try (var splitter = open(film);
        var scouting = new Scouting(film, film.frameCount(), splitter, 4)) {
      assertFalse(scouting.next(true).isEmpty());
    }
    assertFalse(threads.isEmpty());
    assertTrue(threads.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void onlyTheFramesUpToTheLimitAreRead() throws InterruptedException {
    var film =
        new Watched(
            film(100), frame -> assertTrue(frame < 42, () -> "frame " + frame + " is read"));
    var decisions = new ArrayList<KeyframeDecision>();
    try (var splitter = open(film);
        var scouting = new Scouting(film, 42, splitter, 2)) {
      List<KeyframeDecision> some = scouting.next(true);
      while (!some.isEmpty()) {
        decisions.addAll(some);
        some = scouting.next(true);
      }
    }
    assertEquals(inOnePass(film(42)), decisions);
  }

  private interface Consumer {
    void accept(List<KeyframeDecision> decisions);
  }

  private static List<KeyframeDecision> scouted(SeekableSource film, int threads, boolean hurry)
      throws InterruptedException {
    var decisions = new ArrayList<KeyframeDecision>();
    scout(film, threads, hurry, decisions::addAll);
    return decisions;
  }

  private static void scout(SeekableSource film, int threads, boolean hurry, Consumer consumer)
      throws InterruptedException {
    try (var splitter = open(film);
        var scouting = new Scouting(film, film.frameCount(), splitter, threads)) {
      List<KeyframeDecision> decisions = scouting.next(hurry);
      while (!decisions.isEmpty()) {
        consumer.accept(decisions);
        decisions = scouting.next(hurry);
      }
    }
  }

  private static List<KeyframeDecision> inOnePass(SeekableSource film) {
    var decisions = new ArrayList<KeyframeDecision>();
    try (var splitter = open(film)) {
      for (long i = 0; i < film.frameCount(); i++) {
        decisions.addAll(splitter.push(film.frame(i)));
      }
      decisions.addAll(splitter.finish());
    }
    return decisions;
  }

  private static StretchSplitter open(SeekableSource film) {
    var settings = new SplitterSettings(3, 25, Options.NONE);
    return (StretchSplitter) new WindowSplitter().open(film.format(), settings);
  }

  private static SeekableSource film(int frames) {
    return new SyntheticFilm(SyntheticFilm.format(LAYOUT), frames, 7, 40);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
