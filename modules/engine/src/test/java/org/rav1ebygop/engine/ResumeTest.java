package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Jobs that go on where an earlier run has stopped.
class ResumeTest {
  @TempDir private Path directory;

  @Test
  void aFilmCancelledAnywhereAndResumedIsTheSame() throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      cancelAndResume(seed);
    }
  }

  private void cancelAndResume(int seed) throws Exception {
    var random = new Random(seed);
    int frames = 20 + random.nextInt(120);
    ListedSplitter layout = FilmJobTest.layout(random, frames);
    TestJob whole = job("whole" + seed, frames, layout);
    var complete = assertInstanceOf(JobResult.Complete.class, whole.run());
    boolean pipe = random.nextBoolean();
    int stored = 0;
    JobResult result = null;
    for (int run = 0; result == null; run++) {
      TestJob job = job("cut" + seed, frames, layout).slots(1 + random.nextInt(4));
      if (pipe) {
        job.source = new FilmStream(new CachedFilm(frames));
        job.buffers = layout.lookahead() + 3 + random.nextInt(100);
        job.maxTries = 1;
      }
      result = runUntil(job, run == 12 ? Integer.MAX_VALUE : 1 + random.nextInt(12));
      stored += job.events(JobEvent.Stored.class).size();
    }
    assertInstanceOf(JobResult.Complete.class, result, "seed " + seed);
    assertEquals(complete.gops().size(), stored, "no GOP is made twice, seed " + seed);
    assertArrayEquals(film("whole" + seed), film("cut" + seed), "seed " + seed);
  }

  /// Runs a job and cancels it at an event.
  ///
  /// @return null when it was cancelled
  private static @Nullable JobResult runUntil(TestJob job, int event) throws InterruptedException {
    var running = new AtomicReference<@Nullable FilmJob>();
    var events = new AtomicInteger();
    job.also =
        _ -> {
          FilmJob film = running.get();
          if (film != null && events.incrementAndGet() == event) {
            film.cancel();
          }
        };
    FilmJob film = job.open();
    running.set(film);
    try {
      return film.run();
    } catch (GopException e) {
      assertEquals(GopException.Kind.INTERRUPTED, e.kind(), e.getMessage());
      return null;
    }
  }

  @Test
  void gopsOfAnEarlierRunDoNotBlockAPipe() throws Exception {
    TestJob first = job("film", 100, TestJob.keyframes(60));
    first.source = FilmStream.failingAt(new CachedFilm(100), 61);
    first.buffers = 3;
    assertStoredBeforeFailing(first);
    TestJob second = job("film", 100, TestJob.keyframes(60));
    second.source = new FilmStream(new CachedFilm(100));
    second.buffers = 3;
    assertInstanceOf(JobResult.Complete.class, second.run());
    assertEquals(1, second.events(JobEvent.Reused.class).size());
  }

  /// Lets the first GOP be stored before the producer goes on to the damage.
  private static void assertStoredBeforeFailing(TestJob job) throws InterruptedException {
    assertThrows(GopException.class, job::run);
    if (job.events(JobEvent.Stored.class).isEmpty()) {
      throw new AssertionError("the first GOP was not stored");
    }
  }

  /// The difference may be far behind what a message shows.
  @Test
  void aLongOptionIsToldByItsName() throws Exception {
    String list = "0,240,".repeat(100);
    TestJob first = job("film", 30, TestJob.keyframes(12));
    first.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Fail(0));
    first.splitterOptions = Options.NONE.with("keyframes", list + "1");
    assertInstanceOf(JobResult.Incomplete.class, first.run());
    TestJob second = job("film", 30, TestJob.keyframes(12));
    second.splitterOptions = Options.NONE.with("keyframes", list + "2");
    String message = assertThrows(GopException.class, second::open).getMessage();
    assertEquals(
        "cannot resume %s: splitter-option.keyframes has changed; restore those settings, or discard the finished part with --overwrite"
            .formatted(second.state),
        message);
    second.splitterOptions = first.splitterOptions;
    assertInstanceOf(JobResult.Complete.class, second.run());
  }

  @Test
  void otherSettingsAreNamedAndRefused() throws Exception {
    TestJob first = job("film", 30, TestJob.keyframes(12));
    first.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Fail(0));
    assertInstanceOf(JobResult.Incomplete.class, first.run());
    TestJob second = job("film", 31, TestJob.keyframes(12));
    second.quantizer = 80;
    GopException e = assertThrows(GopException.class, second::open);
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertEquals(
        "cannot resume %s: the input was 30 bytes of 1970-01-01 00:00:00 UTC, is 31 bytes of 1970-01-01 00:00:00 UTC; encoder.quantizer was 100, is 80; restore those settings, or discard the finished part with --overwrite"
            .formatted(second.state),
        e.getMessage());
    FilmJob.discard(second.state);
    assertInstanceOf(JobResult.Complete.class, second.run());
  }

  @Test
  void aPipeWithOtherKeyframesIsRefused() throws Exception {
    TestJob first = job("film", 30, TestJob.keyframes(12));
    first.source = new FilmStream(new CachedFilm(30));
    first.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Fail(0));
    assertInstanceOf(JobResult.Incomplete.class, first.run());
    TestJob second = job("film", 29, TestJob.keyframes(12));
    second.source = new FilmStream(new CachedFilm(29));
    GopException e = assertThrows(GopException.class, second::run);
    assertEquals(
        "the input has 29 frames, but had 30 in the earlier run; start over with --overwrite",
        e.getMessage());
  }

  @Test
  void aPipeWithOtherFramesAndTheSameKeyframesIsRefused() throws Exception {
    assertEquals(
        "the frames up to 12 are not those of the earlier run: the input has changed; start over with --overwrite",
        resumedWithACutAt(5));
    assertEquals(
        "the last frames are not those of the earlier run; start over with --overwrite",
        resumedWithACutAt(20));
  }

  private String resumedWithACutAt(int frame) throws Exception {
    TestJob first = job("cut" + frame, 30, TestJob.keyframes(12));
    first.source = new FilmStream(new SyntheticFilm(RecordedEncoder.FORMAT, 30));
    first.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Fail(0));
    assertInstanceOf(JobResult.Incomplete.class, first.run());
    TestJob second = job("cut" + frame, 30, TestJob.keyframes(12));
    second.source = new FilmStream(new SyntheticFilm(RecordedEncoder.FORMAT, 30, frame));
    return assertThrows(GopException.class, second::run).getMessage();
  }

  /// Only the log tells what a pipe brought.
  @Test
  void gopsOfAPipeAreMadeAgainWhenTheLogOfKeyframesIsLost() throws Exception {
    for (int bytes : new int[] {0, 40}) {
      TestJob first = job("lost" + bytes, 36, TestJob.keyframes(12, 24));
      first.source = new FilmStream(new SyntheticFilm(RecordedEncoder.FORMAT, 36));
      first.encoder =
          new RecordedEncoder(
              (frame, _) -> frame == 24 ? new EncoderFault.Fail(0) : EncoderFault.NONE);
      assertInstanceOf(JobResult.Incomplete.class, first.run());
      Path log = first.state.resolve("keyframes");
      Files.write(log, Arrays.copyOf(Files.readAllBytes(log), bytes));
      TestJob second = job("lost" + bytes, 36, TestJob.keyframes(12, 24));
      second.source = new FilmStream(new SyntheticFilm(RecordedEncoder.FORMAT, 36, 20));
      assertInstanceOf(JobResult.Complete.class, second.run());
      assertEquals(List.of(), second.events(JobEvent.Reused.class));
      assertEquals(2, second.events(JobEvent.Warning.class).size());
    }
  }

  @Test
  void keyframesOfADiscardedJobAreNotUsed() throws Exception {
    TestJob first = job("film", 30, TestJob.keyframes(12));
    first.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Fail(0));
    assertInstanceOf(JobResult.Incomplete.class, first.run());
    Files.delete(first.state.resolve("job.json"));
    TestJob second = job("film", 30, TestJob.keyframes(20));
    var complete = assertInstanceOf(JobResult.Complete.class, second.run());
    assertEquals(List.of(20, 10), complete.gops().stream().map(g -> g.frameCount()).toList());
  }

  @Test
  void aCompleteFilmWhoseStateCannotBeDeletedIsComplete() throws Exception {
    TestJob job = job("film", 30, TestJob.keyframes(12));
    job.also =
        event -> {
          if (event instanceof JobEvent.Planned) {
            create(job.state.resolve("notes.txt"));
          }
        };
    assertInstanceOf(JobResult.Complete.class, job.run());
    String warning = job.events(JobEvent.Warning.class).getFirst().message();
    assertTrue(warning.contains("notes.txt"), warning);
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TestJob job(String name, int frames, ListedSplitter splitter) throws IOException {
    var job = new TestJob(Files.createDirectories(directory.resolve(name)));
    job.source = new CachedFilm(frames);
    job.splitter = splitter;
    return job;
  }

  private byte[] film(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name).resolve("film.ivf"));
  }
}
