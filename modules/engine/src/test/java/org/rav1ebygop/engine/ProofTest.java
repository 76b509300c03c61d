package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.engine.FakeDecoder.Outcome;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.proof.DecodeProof;
import org.rav1ebygop.testkit.FilmStream;

/// GOPs that are decoded before they are done. The film has GOPs at 0, 12 and 20.
@Tag("waits")
class ProofTest {
  private static final int FRAMES = 30;

  @TempDir private Path directory;

  private final CachedFilm film = new CachedFilm(FRAMES);

  @Test
  void aGopThatShowsItsFramesIsDone() throws Exception {
    TestJob job = job((_, _) -> Outcome.RIGHT);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(0, job.events(JobEvent.AttemptFailed.class).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FIRST_IS_NEGATIVE | frame 12 is decoded as another picture: luma differs by
          LAST_IS_NEGATIVE  | frame 19 is decoded as another picture: luma differs by
          ONE_FRAME_LESS    | 7 frames are decoded, not 8
          ONE_FRAME_MORE    | 9 frames are decoded, not 8
          OTHER_LAYOUT      | it is decoded as 32x48 4:2:0 8 bit, not 64x48 4:2:0 8 bit
          FAULT             | it does not decode
          """)
  void aGopThatDoesNotIsEncodedAgain(Outcome wrong, String reason) throws Exception {
    for (boolean pipe : new boolean[] {false, true}) {
      TestJob job = job((first, attempt) -> first == 12 && attempt == 1 ? wrong : Outcome.RIGHT);
      if (pipe) {
        job.source = new FilmStream(film);
      }
      assertInstanceOf(JobResult.Complete.class, job.run());
      var failed = job.events(JobEvent.AttemptFailed.class);
      assertEquals(1, failed.size());
      assertEquals(1, failed.getFirst().gop());
      assertTrue(failed.getFirst().reason().contains(reason), failed.getFirst().reason());
      assertTrue(failed.getFirst().reason().startsWith("GOP 1 (frames 12-19): "), reason);
      Files.delete(directory.resolve("film.ivf"));
    }
  }

  @Test
  void aGopThatNeverDoesIsSetAside() throws Exception {
    TestJob job = job((first, _) -> first == 20 ? Outcome.FAULT : Outcome.RIGHT);
    var incomplete = assertInstanceOf(JobResult.Incomplete.class, job.run());
    assertEquals(2, incomplete.setAside().getFirst().gop());
    assertEquals(20, incomplete.framesDone());
  }

  @Test
  void aDecoderThatIsKilledDecodesAgain() throws Exception {
    TestJob job = job((first, time) -> first == 12 && time == 1 ? Outcome.KILLED : Outcome.RIGHT);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(List.of(), job.events(JobEvent.AttemptFailed.class));
  }

  @Test
  void aDecoderThatNeverWorksEndsTheJobAndNoGopIsSetAside() {
    TestJob job = job((first, _) -> first == 12 ? Outcome.KILLED : Outcome.RIGHT);
    var failure = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
    assertTrue(failure.getMessage().contains("GOP 1 (frames 12-19) cannot be verified"));
    assertTrue(
        job.events(JobEvent.AttemptFailed.class).stream()
            .noneMatch(JobEvent.AttemptFailed::setAside));
  }

  @Test
  void withoutADecoderTheJobEnds() {
    TestJob job = job((_, _) -> Outcome.NO_DECODER);
    var failure = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
  }

  @Test
  void aDecoderThatHangsIsEndedWithTheJob() throws Exception {
    var decoder = new FakeDecoder(film, (_, _) -> Outcome.HANG);
    TestJob job = new TestJob(directory);
    job.source = film;
    job.proof = new DecodeProof(decoder, Options.NONE);
    FilmJob running = job.open();
    var run = new FutureTask<>(running::run);
    Thread thread = Thread.ofPlatform().start(run);
    decoder.hanging.await();
    running.cancel();
    thread.join();
    var failure = assertThrows(ExecutionException.class, run::get);
    var reason = assertInstanceOf(GopException.class, failure.getCause());
    assertEquals(GopException.Kind.INTERRUPTED, reason.kind());
    assertFalse(Files.exists(directory.resolve("film.ivf")));
  }

  private TestJob job(FakeDecoder.Plan plan) {
    TestJob job = new TestJob(directory);
    job.source = film;
    job.proof = new DecodeProof(new FakeDecoder(film, plan), Options.NONE);
    return job;
  }
}
