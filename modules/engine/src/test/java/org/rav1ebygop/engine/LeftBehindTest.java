package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;

/// What is on disk after a job that came to no film.
class LeftBehindTest {
  @TempDir private Path directory;

  @Test
  void nothingWhenItIsInterruptedBeforeAnythingWasFinished() throws Exception {
    TestJob job = new TestJob(directory);
    job.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Hang(1));
    interrupt(job, JobEvent.Leased.class);
    assertFalse(Files.exists(job.state));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void finishedGopsWhenItIsInterruptedUnlessTheyAreOnlyForThisRun(boolean kept) throws Exception {
    TestJob job = new TestJob(directory);
    job.kept = kept;
    interrupt(job, JobEvent.Stored.class);
    assertEquals(kept, Files.exists(job.state));
    var left = job.earlier();
    if (kept) {
      assertTrue(Objects.requireNonNull(left).finished() > 0);
    } else {
      assertNull(left);
    }
  }

  @Test
  void finishedGopsWhenItFailsWithHowToResume() throws Exception {
    TestJob job = new TestJob(directory);
    job.kept = false;
    job.resumeWith = "--resume --temp /var/tmp/films";
    job.muxer =
        new IvfTestMuxer(packet -> {
          throw GopException.environment("no space for packet " + packet.index(), null);
        });
    assertEquals(
        "no space for packet 0; finished GOPs are kept, run again with --resume --temp /var/tmp/films",
        assertThrows(GopException.class, job::run).getMessage());
    assertTrue(Objects.requireNonNull(job.earlier()).finished() > 0);
    TestJob again = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, again.run());
    assertFalse(again.events(JobEvent.Reused.class).isEmpty());
  }

  /// Runs a job and cancels it at the first event of a kind.
  private static void interrupt(TestJob job, Class<? extends JobEvent> at) {
    var running = new AtomicReference<FilmJob>();
    job.also =
        event -> {
          if (at.isInstance(event)) {
            running.get().cancel();
          }
        };
    running.set(job.open());
    GopException e = assertThrows(GopException.class, () -> running.get().run());
    assertEquals(GopException.Kind.INTERRUPTED, e.kind());
    assertEquals("interrupted", e.getMessage());
  }
}
