package org.rav1ebygop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FilmStream;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Encoders, slots and transports that fail.
@Tag("waits")
class FailuresTest {
  private static final EncoderIdentity OTHER =
      new EncoderIdentity("recorded", "2", "7b".repeat(32));

  @TempDir private Path directory;

  record Failure(EncoderFault fault, String reason) {}

  static List<Failure> failures() {
    return List.of(
        new Failure(new EncoderFault.Fail(5), "fails at packet 5"),
        new Failure(new EncoderFault.DropLast(), "8 frames went in, but 7 came out"),
        new Failure(new EncoderFault.OneMore(), "8 frames went in, but 9 came out"),
        new Failure(new EncoderFault.EndAt(2), "8 frames went in, but 2 came out"),
        new Failure(new EncoderFault.OtherHeader(Long.MAX_VALUE), "its sequence header differs"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aGopThatKeepsFailingIsSetAsideAndMadeByTheNextRun(Failure failure) throws Exception {
    TestJob first = new TestJob(directory);
    first.encoder =
        new RecordedEncoder((frame, _) -> frame == 12 ? failure.fault : EncoderFault.NONE);
    var incomplete = assertInstanceOf(JobResult.Incomplete.class, first.run());
    assertEquals(1, incomplete.setAside().size());
    var missing = incomplete.setAside().getFirst();
    assertEquals(1, missing.gop());
    assertEquals(12, missing.firstFrame());
    assertEquals(8, missing.frames());
    assertTrue(missing.reason().contains(failure.reason), missing.reason());
    assertEquals(first.state.resolve("gop-000001.attempt-3.log"), missing.log());
    String log = Files.readString(Objects.requireNonNull(missing.log()));
    assertTrue(log.contains(missing.reason()) && log.contains("; it said:\n\ntook "), log);
    assertEquals(22, incomplete.framesDone());
    assertEquals(30, incomplete.frames());
    var attempts = first.events(JobEvent.AttemptFailed.class);
    assertEquals(List.of(1, 2, 3), attempts.stream().map(JobEvent.AttemptFailed::attempt).toList());
    assertEquals(
        List.of(false, false, true),
        attempts.stream().map(JobEvent.AttemptFailed::setAside).toList());
    assertFalse(Files.exists(directory.resolve("film.ivf")));

    TestJob second = new TestJob(directory);
    assertInstanceOf(JobResult.Complete.class, second.run());
    assertEquals(
        List.of(1),
        second.events(JobEvent.Stored.class).stream().map(e -> e.gop().index()).toList());
    assertEquals(1, second.encoder.started());
  }

  @Test
  void anAttemptThatFailsHasNoSayAboutTheSequenceHeader() throws Exception {
    TestJob job = new TestJob(directory);
    job.encoder =
        new RecordedEncoder((frame, attempt) ->
            frame == 0 && attempt == 1 ? new EncoderFault.OtherHeader(3) : EncoderFault.NONE);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(1, job.events(JobEvent.AttemptFailed.class).size());
  }

  @Test
  void aGopByAnotherEncoderIsRefused() throws Exception {
    TestJob job = new TestJob(directory);
    var other = new RecordedEncoder(OTHER, (_, _) -> EncoderFault.NONE);
    job.transports = List.of(new PlainTransport("liar", 1, other.open()));
    var incomplete = assertInstanceOf(JobResult.Incomplete.class, job.run());
    assertEquals(3, incomplete.setAside().size());
    assertEquals(
        "it was encoded by recorded 2 (settings 7b7b7b7b), but the film is by recorded 1 (settings 7a7a7a7a)",
        incomplete.setAside().getFirst().reason());
    assertInstanceOf(JobResult.Complete.class, new TestJob(directory).run());
  }

  @Test
  void aTransportThatFailsLeavesTheWorkToTheOthers() throws Exception {
    TestJob job = new TestJob(directory);
    job.transports =
        List.of(
            new Broken(GopException.environment("no worker answers", null)), new PlainTransport(1));
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(
        List.of(new JobEvent.Warning("no worker answers")), job.events(JobEvent.Warning.class));
  }

  @Test
  void aJobWithoutSlotsSaysWhy() {
    TestJob job = new TestJob(directory);
    job.transports = List.of(new Broken(GopException.environment("no worker answers", null)));
    assertEquals("no worker answers", assertThrows(GopException.class, job::run).getMessage());
  }

  @Test
  void aJobWhoseSlotsAllLeaveEnds() {
    TestJob job = new TestJob(directory);
    job.transports = List.of(new Broken(null));
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals(GopException.Kind.ENCODER, e.kind());
    assertEquals("no slot is left to encode with", e.getMessage());
    assertFalse(Files.exists(job.state), "nothing is finished, so nothing is kept");
  }

  @Test
  void anAttemptWhoseFileCannotBeDeletedIsStillRepeated() throws Exception {
    TestJob job = new TestJob(directory);
    job.also =
        event -> {
          if (event instanceof JobEvent.Leased leased
              && leased.gop() == 0
              && leased.attempt() == 1) {
            blockDeletion(job.state.resolve("gop-000000.1.tmp"));
          }
        };
    job.encoder =
        new RecordedEncoder((frame, attempt) ->
            frame == 0 && attempt == 1 ? new EncoderFault.Fail(1) : EncoderFault.NONE);
    assertInstanceOf(JobResult.Complete.class, job.run());
  }

  @Test
  void aGopSetAsideOnAPipeDoesNotBlockIt() throws Exception {
    TestJob job = new TestJob(directory);
    job.source = new FilmStream(new CachedFilm(100));
    job.splitter = TestJob.keyframes(60);
    job.buffers = 8;
    job.maxTries = 1;
    job.encoder =
        new RecordedEncoder(
            (frame, _) -> frame == 0 ? new EncoderFault.Fail(2) : EncoderFault.NONE);
    var incomplete = assertInstanceOf(JobResult.Incomplete.class, job.run());
    assertEquals(40, incomplete.framesDone());
  }

  @Test
  void anEncoderThatStopsRespondingCostsNoFrame() throws Exception {
    TestJob whole = new TestJob(Files.createDirectory(directory.resolve("whole")));
    assertInstanceOf(JobResult.Complete.class, whole.run());
    TestJob job = new TestJob(directory).slots(2);
    job.stallTimeout = new StallTimeout.Fixed(Duration.ofSeconds(1));
    job.maxTries = 1000;
    job.encoder =
        new RecordedEncoder((frame, attempt) ->
            attempt == 1 ? new EncoderFault.Hang(frame / 10) : EncoderFault.NONE);
    assertInstanceOf(JobResult.Complete.class, job.run());
    assertEquals(0, job.encoder.running());
    assertEquals(
        -1,
        Files.mismatch(
            directory.resolve("film.ivf"), directory.resolve("whole").resolve("film.ivf")));
    String reason = job.events(JobEvent.AttemptFailed.class).getFirst().reason();
    assertTrue(reason.startsWith("no progress for 1 s"), reason);
  }

  /// The encoder is released when the job has ended, which it would otherwise wait for.
  @Test
  void anEncoderThatCannotBeEndedDoesNotHoldUpTheJob() throws Exception {
    var released = new CompletableFuture<Void>();
    TestJob job = new TestJob(directory).slots(2);
    job.stallTimeout = new StallTimeout.Fixed(Duration.ofSeconds(1));
    job.patience = Duration.ofMillis(1);
    job.maxTries = 1000;
    job.encoder =
        new RecordedEncoder((frame, attempt) ->
            frame == 12 && attempt == 1
                ? new EncoderFault.NeverEnd(3, released)
                : EncoderFault.NONE);
    assertInstanceOf(JobResult.Complete.class, job.run());
    List<String> warnings =
        job.events(JobEvent.Warning.class).stream().map(JobEvent.Warning::message).toList();
    assertTrue(
        warnings.contains("an encoder does not end; it is left running"), warnings::toString);
    released.complete(null);
  }

  @Test
  void whenNoEncoderCanBeEndedTheJobFails() {
    var released = new CompletableFuture<Void>();
    TestJob job = new TestJob(directory).slots(2);
    job.stallTimeout = new StallTimeout.Fixed(Duration.ofSeconds(1));
    job.patience = Duration.ofMillis(1);
    job.encoder = new RecordedEncoder((_, _) -> new EncoderFault.NeverEnd(3, released));
    GopException e = assertThrows(GopException.class, job::run);
    assertEquals("no slot is left: none of their encoders ends", e.getMessage());
    assertFalse(Files.exists(job.state), "nothing is finished, so nothing is kept");
    released.complete(null);
  }

  private static void blockDeletion(Path file) {
    try {
      Files.delete(file);
      Files.createDirectory(file);
      Files.createFile(file.resolve("held"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Broken(@org.jspecify.annotations.Nullable GopException reason)
      implements Transport {
    @Override
    public void run(EncodeJob job, Leases leases, WorkerListener listener) {
      if (reason != null) {
        throw reason;
      }
    }

    @Override
    public void close() {}
  }
}
