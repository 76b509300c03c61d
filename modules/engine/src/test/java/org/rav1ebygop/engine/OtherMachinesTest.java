package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.WorkerStatus;
import org.rav1ebygop.engine.proof.DecodeProof;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Slots of this machine and of others work on one film, with GOPs at 0, 12 and 20.
@Tag("waits")
class OtherMachinesTest {
  private static final int FRAMES = 30;

  @TempDir private Path directory;

  private static PlainTransport here() {
    return new PlainTransport(Slot.LOCAL, 1, null);
  }

  private static PlainTransport at(String worker, RecordedEncoder encoder) {
    return new PlainTransport(worker, 1, encoder.open());
  }

  private byte[] alone() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("alone"));
    assertInstanceOf(JobResult.Complete.class, new TestJob(folder).run());
    return Files.readAllBytes(folder.resolve("film.ivf"));
  }

  private void assertFilm() throws Exception {
    assertArrayEquals(alone(), Files.readAllBytes(directory.resolve("film.ivf")));
  }

  private static Set<String> workers(TestJob job) {
    return job.events(JobEvent.Stored.class).stream()
        .map(stored -> stored.slot().worker())
        .collect(Collectors.toSet());
  }

  /// The quick worker begins when the other one hangs, so that it has something to do twice.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWorkerThatNeverReturnsDoesNotHoldTheEndOfTheFilm(boolean pipe) throws Exception {
    TestJob job = new TestJob(directory);
    if (pipe) {
      job.source = new FilmStream(new CachedFilm(FRAMES));
    }
    var hangs = new RecordedEncoder((_, _) -> new EncoderFault.Hang(2));
    job.transports =
        List.of(
            at("slow", hangs),
            new Late(() -> hangs.awaitStarted(1), at("quick", new RecordedEncoder())));
    FilmJob film = job.open();
    assertInstanceOf(JobResult.Complete.class, film.run());
    assertFilm();
    assertEquals(Set.of("quick"), workers(job));
    assertEquals(List.of(), job.events(JobEvent.AttemptFailed.class));
    assertEquals(1, job.events(JobEvent.Leased.class).stream().filter(l -> l.copy()).count());
    List<WorkerStatus> workers = film.status().workers();
    assertEquals(List.of("quick", "slow"), workers.stream().map(WorkerStatus::worker).toList());
    assertEquals(List.of(3, 0), workers.stream().map(WorkerStatus::gops).toList());
  }

  /// At a speed at which those of this machine are not decoded.
  @Test
  void gopsOfOtherMachinesAreDecodedAlways() throws Exception {
    for (String worker : List.of(Slot.LOCAL, "liar")) {
      TestJob job = new TestJob(Files.createDirectory(directory.resolve(worker)));
      var decoder =
          new FakeDecoder(
              new CachedFilm(FRAMES),
              (first, attempt) ->
                  first == 12 && attempt == 1
                      ? FakeDecoder.Outcome.FIRST_IS_NEGATIVE
                      : FakeDecoder.Outcome.RIGHT);
      job.proofElsewhere = new DecodeProof(decoder, Options.NONE);
      job.transports = List.of(at(worker, new RecordedEncoder()));
      assertInstanceOf(JobResult.Complete.class, job.run());
      var failed = job.events(JobEvent.AttemptFailed.class);
      assertEquals(worker.equals(Slot.LOCAL) ? 0 : 1, failed.size());
      for (JobEvent.AttemptFailed attempt : failed) {
        assertTrue(attempt.reason().contains("is decoded as another picture"), attempt.reason());
      }
    }
  }

  @Test
  void aGopThatFailsAtAWorkerIsEncodedHere() throws Exception {
    TestJob job = new TestJob(directory);
    job.maxTries = 2;
    var begun = new CompletableFuture<@Nullable Void>();
    job.also =
        event -> {
          if (event instanceof JobEvent.Leased) {
            begun.complete(null);
          }
        };
    var broken = new RecordedEncoder((_, _) -> new EncoderFault.Fail(1));
    job.transports = List.of(new Late(begun::join, at("broken", broken)), here());
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(Set.of(Slot.LOCAL), workers(job));
    assertFilm();
  }

  @Test
  void aWorkerThatJoinsInMidFilmGetsWork() throws Exception {
    TestJob job = new TestJob(directory);
    var begun = new CompletableFuture<@Nullable Void>();
    var byLate = new CompletableFuture<@Nullable Void>();
    job.also =
        event -> {
          if (event instanceof JobEvent.Leased) {
            begun.complete(null);
          }
          if (event instanceof JobEvent.Stored stored && stored.slot().worker().equals("late")) {
            byLate.complete(null);
          }
        };
    job.encoder = new RecordedEncoder((_, _) -> new EncoderFault.Hold(1, byLate));
    job.transports = List.of(here(), new Late(begun::join, at("late", new RecordedEncoder())));
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertTrue(workers(job).contains("late"));
    assertFilm();
  }

  /// The first transport fails once it has stored a GOP: the rest can be done another day.
  @Test
  void whenNoSlotIsLeftWhatIsFinishedIsKept() throws Exception {
    TestJob job = new TestJob(directory);
    var stored = new CompletableFuture<@Nullable Void>();
    job.also =
        event -> {
          if (event instanceof JobEvent.Stored) {
            stored.complete(null);
          }
        };
    var one =
        new RecordedEncoder(
            (first, _) -> first == 0 ? EncoderFault.NONE : new EncoderFault.Hang(1));
    job.transports = List.of(new Vanishing(at("far", one), stored));
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENCODER, e.kind());
    assertEquals(
        "the network is down; finished GOPs are kept, run again with --resume", e.getMessage());
    assertTrue(FilmJob.exists(job.state));
    assertInstanceOf(JobResult.Complete.class, new TestJob(directory).run());
    assertFilm();
  }

  @Test
  void aTransportWithABugLeavesTheWorkToTheOthers() throws Exception {
    TestJob job = new TestJob(directory);
    job.transports =
        List.of(
            new Late(
                () -> {
                  throw new IllegalStateException("oops");
                },
                here()),
            here());
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(1, job.events(JobEvent.Warning.class).size());
  }

  private interface Condition {
    void await() throws InterruptedException;
  }

  /// A transport whose slots come later.
  private record Late(Condition condition, Transport slots) implements Transport {
    @Override
    public void run(EncodeJob job, Leases leases, WorkerListener listener)
        throws InterruptedException {
      condition.await();
      slots.run(job, leases, listener);
    }

    @Override
    public void close() {
      slots.close();
    }
  }

  /// A transport that loses all its slots.
  private record Vanishing(Transport slots, CompletableFuture<?> when) implements Transport {
    @Override
    public void run(EncodeJob job, Leases leases, WorkerListener listener)
        throws InterruptedException {
      var _ = when.thenRun(slots::close);
      slots.run(job, leases, listener);
      throw GopException.environment("the network is down", null);
    }

    @Override
    public void close() {
      slots.close();
    }
  }
}
