package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Jobs on a machine whose memory is nearly used up.
@Tag("waits")
class MemoryTest {
  @TempDir private Path directory;

  /// No GOP is done before one was given back.
  @Test
  void aSlotIsGivenBackWithoutCountingAsATryAndTheFilmIsTheSame() throws Exception {
    TestJob undisturbed = new TestJob(Files.createDirectory(directory.resolve("undisturbed")));
    undisturbed.run();

    var givenBack = new CompletableFuture<JobEvent.WaitsAgain>();
    TestJob job = new TestJob(directory);
    job.transports = List.of(new PlainTransport("local", 2, null));
    job.local = new JobSetup.Slots(2, 2, 1_000_000_000, () -> 7_000_000);
    job.encoder =
        new RecordedEncoder(
            (_, attempt) -> attempt == 1 ? new EncoderFault.Hold(0, givenBack) : EncoderFault.NONE);
    job.maxTries = 1;
    job.also =
        event -> {
          if (event instanceof JobEvent.WaitsAgain back) {
            givenBack.complete(back);
          }
        };
    assertInstanceOf(JobResult.Complete.class, job.run());
    String reason = "memory is nearly used up, 7 MB left";
    assertEquals(reason, givenBack.join().end().reason());
    assertEquals(
        List.of(new JobEvent.SlotsLimited(1, reason)), job.events(JobEvent.SlotsLimited.class));
    assertEquals(
        -1,
        Files.mismatch(directory.resolve("undisturbed/film.ivf"), directory.resolve("film.ivf")));
  }

  @Test
  void aJobMayBeginWithFewerSlotsThanThereAre() throws Exception {
    TestJob job = new TestJob(directory);
    job.transports = List.of(new PlainTransport("local", 4, null));
    job.local = new JobSetup.Slots(1, 4, 0, () -> 0);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(
        List.of(new JobEvent.WorkerJoined("local", 1)), job.events(JobEvent.WorkerJoined.class));
    assertEquals(List.of(), job.events(JobEvent.SlotsLimited.class));
  }
}
