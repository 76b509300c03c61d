package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Jobs whose film was copied or edited between two runs, in a way that only its time of change
/// tells. There are three GOPs, from frames 0, 12 and 20 on.
class CopiedSourceTest {
  private static final int FRAMES = 30;
  private static final int LAST_GOP = 20;

  @TempDir private Path directory;

  private final SyntheticFilm film = new SyntheticFilm(RecordedEncoder.FORMAT, FRAMES);
  private final SyntheticFilm edited =
      new SyntheticFilm(RecordedEncoder.FORMAT, FRAMES, LAST_GOP + 3);

  @Test
  void aCopyGoesOnWithEveryGop() throws Exception {
    run(film, 1, 12);
    TestJob copy = run(film, 2, -1);
    assertEquals(2, copy.events(JobEvent.Reused.class).size());
    assertEquals(List.of(1), stored(copy));
    assertFilmOf(film);
  }

  @Test
  void theTimesOfBothAreTold() throws Exception {
    run(film, 1, 12);
    assertEquals(
        "the input is of 1970-01-01 00:00:02 UTC, was of 1970-01-01 00:00:01 UTC in the earlier run; finished GOPs are compared with its frames",
        run(film, 2, -1).events(JobEvent.Warning.class).getFirst().message());
  }

  @Test
  void gopsOfOtherFramesAreMadeAgain() throws Exception {
    run(film, 1, 12);
    TestJob second = run(edited, 2, -1);
    assertEquals(List.of(1, 2), stored(second));
    String warning = second.events(JobEvent.Warning.class).getLast().message();
    assertTrue(
        warning.endsWith(" is encoded again: the input has other frames there now"), warning);
    assertFilmOf(edited);
  }

  /// The first film would be trusted, had the record not changed with the second one.
  @Test
  void goingBackToTheFirstFilmMixesNothing() throws Exception {
    run(film, 1, 12);
    run(edited, 2, 12);
    run(film, 1, -1);
    assertFilmOf(film);
  }

  /// The record names no film of which the GOPs may not be.
  @Test
  void aFilmThatIsWrittenToWhileItIsComparedIsNotTrusted() throws Exception {
    run(film, 1, 12);
    var job = new TestJob(directory);
    var dates = List.of(2, 3).iterator();
    job.source = new Dated(film, dates::next);
    GopException e = assertThrows(GopException.class, job::open);
    assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
    run(edited, 2, -1);
    assertFilmOf(edited);
  }

  @Test
  void aFilmThatCannotBeReadWhileItIsComparedIsAFaultOfTheInput() throws Exception {
    run(film, 1, 12);
    var job = new TestJob(directory);
    job.source = new Dated(new LostPages(film, directory, LAST_GOP), () -> 2);
    GopException e = assertThrows(GopException.class, job::open);
    assertEquals(GopException.Kind.INPUT, e.kind(), e.getMessage());
    assertTrue(e.getMessage().startsWith("frame 20 cannot be read any more: "), e.getMessage());
  }

  /// What a discarded job has left is of any film.
  @Test
  void gopsWithoutARecordAreComparedToo() throws Exception {
    TestJob first = run(film, 1, 12);
    Files.delete(first.state.resolve("job.json"));
    assertEquals(List.of(1, 2), stored(run(edited, 2, -1)));
    assertFilmOf(edited);
  }

  /// @param failing the GOP that starts here is not made, or -1
  private TestJob run(SyntheticFilm film, int time, int failing) throws Exception {
    return run(directory, film, time, failing);
  }

  private static TestJob run(Path folder, SyntheticFilm film, int time, int failing)
      throws InterruptedException {
    var job = new TestJob(folder);
    job.source = new Dated(film, () -> time);
    job.encoder =
        new RecordedEncoder(
            (frame, _) -> frame == failing ? new EncoderFault.Fail(0) : EncoderFault.NONE);
    assertEquals(failing < 0, job.run() instanceof JobResult.Complete);
    return job;
  }

  private static List<Integer> stored(TestJob job) {
    return job.events(JobEvent.Stored.class).stream().map(e -> e.gop().index()).sorted().toList();
  }

  private void assertFilmOf(SyntheticFilm source) throws IOException, InterruptedException {
    Path whole = Files.createDirectory(directory.resolve("whole"));
    run(whole, source, 9, -1);
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("film.ivf")),
        Files.readAllBytes(directory.resolve("film.ivf")));
  }

  /// A film of a time of change, which nothing else tells from others.
  private record Dated(SeekableSource film, IntSupplier time) implements SeekableSource {
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
      return film.frame(index);
    }

    @Override
    public SourceFingerprint fingerprint() {
      return new SourceFingerprint(FRAMES, Instant.ofEpochSecond(time.getAsInt()), "alike");
    }

    @Override
    public void close() {}
  }
}
