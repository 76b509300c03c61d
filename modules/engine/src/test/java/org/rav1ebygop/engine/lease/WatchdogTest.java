package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// The watchdog by a clock that the test sets: it looks once a second, and a lease has 60.
@Tag("waits")
class WatchdogTest {
  private static final Slot ONE = new Slot("local", 1);
  private static final Slot TWO = new Slot("local", 2);
  private final GopException closed = GopException.encoder("closed", null);

  @TempDir private Path directory;
  private TestTable film;
  private long now = Long.MAX_VALUE - 7;
  private Watchdog watchdog;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 2);
    watchdog = watchdog(new StallTimeout.Fixed(Duration.ofSeconds(60)));
  }

  @AfterEach
  void close() {
    film.close();
  }

  private Watchdog watchdog(StallTimeout timeout) {
    return new Watchdog(film.table, new StallLimit(timeout, 1_000_000), () -> now);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += Duration.ofSeconds(1).toNanos();
      watchdog.look();
    }
  }

  private int failures() {
    return film.events(JobEvent.AttemptFailed.class).size();
  }

  private static boolean revoked(Lease lease) {
    return ((GopLease) lease).revoked();
  }

  @Test
  void anEncoderWithoutProgressIsEndedAndTheAttemptFails() throws Exception {
    film.planned(0);
    Lease lease = film.take(ONE);
    lease.nextFrame();
    var ended = new CountDownLatch(1);
    lease.onRevoke(ended::countDown);
    pass(60);
    assertFalse(revoked(lease));
    pass(1);
    ended.await();
    assertTrue(revoked(lease));
    assertThrows(GopException.class, lease::nextFrame);
    lease.end(LeaseEnd.failed(closed, "frame 1 of 30\n"));

    var failed = film.events(JobEvent.AttemptFailed.class).getFirst();
    assertEquals("no progress for 60 s (encoder stopped responding)", failed.reason());
    String log = Files.readString(film.state.resolve("gop-000000.attempt-1.log"));
    assertTrue(log.contains(failed.reason()), log);
    assertTrue(
        log.endsWith("had taken 1 frames and given back 0 packets; it said:\n\nframe 1 of 30\n"),
        log);
    assertEquals(2, film.take(ONE).attempt());
  }

  @Test
  void everyFrameTakenAndEveryPacketIsProgress() throws Exception {
    film.planned(0);
    Lease lease = film.take(ONE);
    for (int i = 0; i < 30; i++) {
      assertNotNull(lease.nextFrame());
      pass(59);
    }
    assertNull(lease.nextFrame());
    pass(59);
    for (var packet : packets()) {
      lease.packet(packet);
      pass(59);
    }
    lease.complete(RecordedEncoder.IDENTITY);
    assertEquals(0, failures());
  }

  @Test
  void waitingForFramesIsNotTheEncodersFault() throws Exception {
    film.decide(5, 0);
    Lease lease = film.take(ONE);
    for (int i = 0; i < 5; i++) {
      lease.nextFrame();
    }
    var next = new FutureTask<>(lease::nextFrame);
    Thread waiting = Thread.ofPlatform().daemon().start(next);
    Patience.until("it waits", () -> waiting.getState() == Thread.State.WAITING);
    pass(1000);
    assertFalse(revoked(lease));
    film.decide(6);
    assertNotNull(next.get());
    pass(60);
    assertFalse(revoked(lease));
    pass(2);
    assertTrue(revoked(lease));
  }

  @Test
  void timeInWhichThisProcessWasStoppedDoesNotCount() throws Exception {
    film.planned(0);
    Lease lease = film.take(ONE);
    pass(10);
    now += Duration.ofDays(1).toNanos();
    watchdog.look();
    pass(45);
    assertFalse(revoked(lease));
    pass(10);
    assertTrue(revoked(lease));
  }

  @Test
  void aSlotThatDoesNotComeBackDoesNotHoldUpTheGop() throws Exception {
    film.planned(0);
    Lease lease = film.take(ONE);
    var never = new CountDownLatch(1);
    lease.onRevoke(() -> await(never));
    pass(62);
    var other = film.taking(TWO).awaitWaiting();
    pass(9);
    assertFalse(other.result().isDone());
    pass(3);
    assertEquals(2, other.lease().attempt());
    assertEquals(
        List.of(new JobEvent.Warning("local/1 is not used any more: its encoder does not end")),
        film.events(JobEvent.Warning.class));
    lease.end(LeaseEnd.failed(closed, "late"));
    assertEquals(1, failures());
    never.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whenNoSlotComesBackTheJobEnds() throws Exception {
    film.planned(0);
    film.take(ONE);
    pass(62 + 12);
    assertEquals(
        "no slot is left: none of their encoders ends",
        Objects.requireNonNull(film.table.abortReason()).getMessage());
  }

  /// Whoever is first decides; the other changes nothing.
  @Test
  void completingWhileTheWatchdogFiresHasOneOutcome() throws Exception {
    int[] keyframes = new int[TestTable.FRAMES];
    for (int i = 0; i < keyframes.length; i++) {
      keyframes[i] = i;
    }
    film.planned(keyframes);
    var stored = new AtomicInteger();
    for (int i = 0; i < TestTable.FRAMES; i++) {
      Lease lease = film.take(ONE);
      TestTable.encode(lease);
      pass(59);
      var start = new CyclicBarrier(2);
      var completing =
          new FutureTask<>(() -> {
            start.await();
            complete(lease, stored);
            return null;
          });
      Thread.ofPlatform().daemon().start(completing);
      start.await();
      pass(2);
      completing.get();
    }
    assertEquals(TestTable.FRAMES, stored.get() + failures());
    assertEquals(stored.get(), film.events(JobEvent.Stored.class).size());
    assertEquals(stored.get(), film.table.status().gopsStored());
  }

  private static void complete(Lease lease, AtomicInteger stored) {
    try {
      lease.complete(RecordedEncoder.IDENTITY);
      stored.incrementAndGet();
    } catch (GopException e) {
      lease.end(LeaseEnd.failed(e, ""));
    }
  }

  @Test
  void withoutATimeoutNothingIsEnded() throws Exception {
    watchdog = watchdog(new StallTimeout.Never());
    film.planned(0);
    Lease lease = film.take(ONE);
    pass(100_000);
    assertFalse(revoked(lease));
  }

  @Test
  void byItselfItGivesTheFirstGopsMoreTimeAndAStalledOneTwice() throws Exception {
    watchdog = watchdog(new StallTimeout.Automatic());
    film.planned(0);
    assertRevokedAfter(360);
    assertRevokedAfter(720);
  }

  private void assertRevokedAfter(int seconds) throws InterruptedException {
    Lease lease = film.take(ONE);
    pass(seconds);
    assertFalse(revoked(lease));
    pass(2);
    assertTrue(revoked(lease));
    lease.end(LeaseEnd.failed(closed, ""));
  }

  private List<Packet> packets() {
    try (var encoder = new RecordedEncoder().open().encoder();
        var source = new SyntheticFilm(RecordedEncoder.FORMAT, 30)) {
      return GopRun.encode(encoder, IntStream.range(0, 30).mapToObj(source::frame).toList());
    }
  }
}
