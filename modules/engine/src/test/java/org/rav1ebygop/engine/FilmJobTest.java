package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.splitting.WindowSplitter;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;

class FilmJobTest {
  @TempDir private Path directory;

  @Test
  void theOutputIsTheSameForAnySlotsAndSources() throws Exception {
    byte[] one = film(job("one"));
    for (int slots : new int[] {1, 2, 4, 16}) {
      assertArrayEquals(one, film(job("file" + slots).slots(slots)), slots + " slots");
      TestJob piped = job("pipe" + slots).slots(slots);
      piped.source = new FilmStream(new CachedFilm(30));
      assertArrayEquals(one, film(piped), slots + " slots on a pipe");
    }
    TestJob mixed = job("mixed");
    mixed.transports =
        List.of(
            new PlainTransport("a", 2, null),
            new PlainTransport("b", 3, new RecordedEncoder().open()));
    assertArrayEquals(one, film(mixed), "two transports");
  }

  @Test
  void theOutputIsTheSameForAnyThreadsThatFindKeyframes() throws Exception {
    byte[] one = film(job("one", 397, new WindowSplitter()));
    for (int threads : new int[] {2, 3, 8}) {
      TestJob several = job("threads" + threads, 397, new WindowSplitter()).slots(2);
      several.splitterThreads = threads;
      assertArrayEquals(one, film(several), threads + " threads");
    }
    TestJob piped = job("pipe", 397, new WindowSplitter());
    piped.source = pipe(397);
    assertArrayEquals(one, film(piped), "a pipe");
  }

  @Test
  void randomFilmsComeOutTheSameInAnyOrderOfCompletion() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      int frames = 1 + random.nextInt(120);
      ListedSplitter layout = layout(random, frames);
      byte[] expected = film(job("expected" + seed, frames, layout));
      TestJob shuffled = job("shuffled" + seed, frames, layout).slots(1 + random.nextInt(8));
      shuffled.source = random.nextBoolean() ? shuffled.source : pipe(frames);
      var gates = new Gates(random);
      shuffled.encoder = new RecordedEncoder(gates);
      shuffled.also = gates;
      assertArrayEquals(expected, film(shuffled), "seed " + seed);
    }
  }

  @Test
  void failuresBelowTheMostTriesLeaveNoTrace() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      int frames = 1 + random.nextInt(120);
      ListedSplitter layout = layout(random, frames);
      byte[] expected = film(job("expected" + seed, frames, layout));
      TestJob faulty = job("faulty" + seed, frames, layout).slots(1 + random.nextInt(4));
      faulty.source = random.nextBoolean() ? faulty.source : pipe(frames);
      int salt = random.nextInt();
      faulty.encoder =
          new RecordedEncoder((first, attempt) ->
              attempt == faulty.maxTries ? EncoderFault.NONE : anyFault(salt, first, attempt));
      assertArrayEquals(expected, film(faulty), "seed " + seed);
    }
  }

  @Test
  void everyFrameIsInExactlyOneGop() throws Exception {
    TestJob job = job("film", 97, TestJob.keyframes(1, 2, 40, 41, 96)).slots(3);
    var complete = assertInstanceOf(JobResult.Complete.class, job.run());
    long next = 0;
    for (Gop gop : complete.gops()) {
      assertEquals(next, gop.firstFrame());
      next = gop.endFrame();
    }
    assertEquals(97, next);
    assertEquals(6, job.events(JobEvent.Stored.class).size());
    assertFalse(Files.exists(job.state), "the state is gone when the film is done");
  }

  /// One of the faults that make an attempt fail, or none.
  private static EncoderFault anyFault(int salt, long firstFrame, int attempt) {
    var random = new Random(salt + 31 * firstFrame + attempt);
    random.nextInt();
    return switch (random.nextInt(6)) {
      case 0 -> new EncoderFault.Fail(random.nextInt(20));
      case 1 -> new EncoderFault.DropLast();
      case 2 -> new EncoderFault.OneMore();
      case 3 -> new EncoderFault.EndAt(random.nextInt(20));
      case 4 -> new EncoderFault.Fail(0);
      default -> EncoderFault.NONE;
    };
  }

  static ListedSplitter layout(Random random, int frames) {
    var keyframes = new TreeSet<Long>();
    long at = 0;
    while (at < frames) {
      keyframes.add(at);
      at += 1 + random.nextInt(RecordedEncoder.maxFrames() - 1);
    }
    return new ListedSplitter(keyframes, random.nextInt(5));
  }

  private TestJob job(String name) throws IOException {
    return job(name, 30, TestJob.keyframes(12, 20));
  }

  private TestJob job(String name, int frames, KeyframeSplitterProvider splitter)
      throws IOException {
    var job = new TestJob(Files.createDirectories(directory.resolve(name)));
    job.source = new CachedFilm(frames);
    job.splitter = splitter;
    return job;
  }

  private static VideoSource pipe(int frames) {
    return new FilmStream(new CachedFilm(frames));
  }

  private static byte[] film(TestJob job) throws IOException, InterruptedException {
    assertInstanceOf(JobResult.Complete.class, job.run());
    Path file = job.state.resolveSibling("film.ivf");
    assertTrue(Files.exists(file));
    return Files.readAllBytes(file);
  }

  /// Holds back the last packets of GOPs and lets them go in random order.
  private static final class Gates
      implements EncoderFault.Plan, org.rav1ebygop.engine.job.JobListener {
    private final Random random;
    private final Map<Long, CompletableFuture<?>> gates = new ConcurrentHashMap<>();

    Gates(Random random) {
      this.random = random;
    }

    @Override
    public EncoderFault of(long firstFrame, int attempt) {
      var gate = new CompletableFuture<Void>();
      gates.put(firstFrame, gate);
      open();
      return new EncoderFault.Hold(0, gate);
    }

    @Override
    public void on(JobEvent event) {
      if (event instanceof JobEvent.Stored) {
        open();
      }
    }

    private synchronized void open() {
      var closed = new ArrayList<>(gates.values().stream().filter(g -> !g.isDone()).toList());
      if (!closed.isEmpty() && (closed.size() > 1 || random.nextBoolean())) {
        closed.get(random.nextInt(closed.size())).completeAsync(() -> null);
      } else if (closed.size() == 1) {
        closed.getFirst().completeAsync(() -> null);
      }
    }
  }
}
