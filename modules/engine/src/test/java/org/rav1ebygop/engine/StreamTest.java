package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.ListedSplitter;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Films from pipes in little memory.
@Tag("waits")
class StreamTest {
  private static final SplitterSettings SETTINGS = new SplitterSettings(1, 1000, Options.NONE);

  @TempDir private Path directory;

  @Test
  void theFewestBuffersAreEnoughForAnyFilmAndSlots() throws Exception {
    for (int seed = 0; seed < 80; seed++) {
      var random = new Random(seed);
      int frames = 1 + random.nextInt(150);
      ListedSplitter layout = FilmJobTest.layout(random, frames);
      TestJob job = new TestJob(Files.createDirectory(directory.resolve("film" + seed)));
      job.slots(1 + random.nextInt(8));
      job.source = new FilmStream(new CachedFilm(frames));
      job.splitter = layout;
      job.buffers = layout.lookahead() + 3 + (random.nextBoolean() ? 0 : random.nextInt(20));
      job.compressed = random.nextInt(4) * random.nextInt(10);
      job.spill = random.nextInt(3) == 0;
      assertInstanceOf(JobResult.Complete.class, job.run(), "seed " + seed);
    }
  }

  @Test
  void failuresInLittleMemoryEndAsCompleteOrIncompleteButNeverHang() throws Exception {
    for (int seed = 0; seed < 80; seed++) {
      var random = new Random(seed);
      int frames = 1 + random.nextInt(150);
      ListedSplitter layout = FilmJobTest.layout(random, frames);
      TestJob job = new TestJob(Files.createDirectory(directory.resolve("film" + seed)));
      job.slots(1 + random.nextInt(8));
      job.source = new FilmStream(new CachedFilm(frames));
      job.splitter = layout;
      job.buffers = layout.lookahead() + 3 + random.nextInt(40);
      job.compressed = random.nextInt(30);
      job.spill = random.nextBoolean();
      int salt = random.nextInt();
      job.encoder =
          new RecordedEncoder((first, attempt) ->
              (salt ^ first * 31 + attempt) % 3 == 0
                  ? new EncoderFault.Fail(first % 17)
                  : EncoderFault.NONE);
      JobResult result = job.run();
      long done =
          switch (result) {
            case JobResult.Complete complete -> complete.frames();
            case JobResult.Incomplete incomplete -> incomplete.framesDone();
          };
      boolean all = result instanceof JobResult.Complete;
      assertEquals(all, done == frames, "seed " + seed);
    }
  }

  @Test
  void aFailedGopIsRepeatedWhileItsFramesFitHoweverFastTheProducer() throws Exception {
    for (int i = 0; i < 20; i++) {
      TestJob job = new TestJob(Files.createDirectory(directory.resolve("film" + i)));
      job.transports = List.of(new PlainTransport(Slot.LOCAL, 1 + i % 4, null));
      var stream = new FilmStream(new CachedFilm(60));
      job.source = stream;
      job.splitter = TestJob.keyframes(20, 40);
      job.buffers = 24;
      job.encoder =
          new RecordedEncoder(
              (_, attempt) -> attempt < 3 ? new EncoderFault.Fail(15) : EncoderFault.NONE);
      assertInstanceOf(JobResult.Complete.class, job.run());
      assertEquals(6, job.events(JobEvent.AttemptFailed.class).size());
    }
  }

  @Test
  void withADiskEveryGopIsRepeated() throws Exception {
    for (boolean compressed : new boolean[] {false, true}) {
      TestJob job = new TestJob(Files.createDirectory(directory.resolve("film" + compressed)));
      job.source = new FilmStream(new CachedFilm(300));
      job.splitter = TestJob.keyframes(50, 100, 150, 200, 250);
      job.buffers = job.splitter.open(job.source.format(), SETTINGS).lookahead() + 3;
      job.compressed = compressed ? 5 : 0;
      job.spill = true;
      job.encoder =
          new RecordedEncoder(
              (_, attempt) -> attempt < 3 ? new EncoderFault.Fail(40) : EncoderFault.NONE);
      assertInstanceOf(JobResult.Complete.class, job.run());
      assertEquals(12, job.events(JobEvent.AttemptFailed.class).size());
      assertFalse(Files.exists(job.state));
    }
  }

  @Test
  void compressedFramesLetAGopBeRepeatedThatWouldNotFit() throws Exception {
    TestJob job = new TestJob(directory);
    job.source = new FilmStream(new CachedFilm(60));
    job.splitter = TestJob.keyframes(45);
    job.buffers = 12;
    job.compressed = 48;
    job.encoder =
        new RecordedEncoder((first, attempt) ->
            first == 0 && attempt == 1 ? new EncoderFault.Fail(35) : EncoderFault.NONE);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(1, job.events(JobEvent.AttemptFailed.class).size());
  }

  @Test
  void aGopLargerThanTheBuffersIsNotRepeated() throws Exception {
    TestJob job = new TestJob(directory);
    job.source = new FilmStream(new CachedFilm(60));
    job.splitter = TestJob.keyframes(40);
    job.buffers = 12;
    job.encoder =
        new RecordedEncoder(
            (first, _) -> first == 0 ? new EncoderFault.Fail(30) : EncoderFault.NONE);
    var incomplete = assertInstanceOf(JobResult.Incomplete.class, job.run());
    assertEquals(1, job.events(JobEvent.AttemptFailed.class).size());
    assertEquals(0, incomplete.setAside().getFirst().gop());
  }
}
