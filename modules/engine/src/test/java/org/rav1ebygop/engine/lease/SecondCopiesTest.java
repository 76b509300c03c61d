package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.WorkerStatus;
import org.rav1ebygop.testkit.RecordedEncoder;

/// What slots do that have nothing else to do. The film has a GOP of 10 frames and one of 20.
class SecondCopiesTest {
  private static final Slot A1 = new Slot("a", 1);
  private static final Slot A2 = new Slot("a", 2);
  private static final Slot B1 = new Slot("b", 1);
  private final LeaseEnd.BySlot crash = LeaseEnd.failed(GopException.encoder("crashed", null), "");

  @TempDir private Path directory;
  private TestTable film;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 1);
  }

  @AfterEach
  void close() {
    film.close();
  }

  private static void finish(Lease lease) throws InterruptedException {
    TestTable.encode(lease);
    lease.complete(RecordedEncoder.IDENTITY);
  }

  /// One slot has the long GOP and is not heard of any more, another one makes 10 frames a second.
  private Lease slow(Slot slow, Slot quick) throws InterruptedException {
    film.planned(0, 10);
    Lease lease = film.take(slow);
    assertEquals(1, lease.gopIndex());
    Lease other = film.take(quick);
    film.pass(1);
    finish(other);
    return lease;
  }

  @Test
  void aSlotThatNeverReturnsDoesNotHoldTheEndOfTheFilm() throws Exception {
    Lease first = slow(A1, B1);
    var idle = film.taking(B1).awaitWaiting();
    film.pass(2);
    Lease copy = idle.lease();
    assertEquals(List.of(1, 2), List.of(copy.gopIndex(), copy.attempt()));
    finish(copy);
    assertTrue(film.table.done());
    assertNull(film.table.take(B1));
    GopException e = assertThrows(GopException.class, first::nextFrame);
    assertEquals("the lease was revoked: b/1 has finished the GOP sooner", e.getMessage());
    first.end(LeaseEnd.failed(e, ""));
    assertEquals(
        List.of(new JobEvent.Superseded(1, 10, 1, A1)), film.events(JobEvent.Superseded.class));
    assertEquals(List.of(), film.events(JobEvent.AttemptFailed.class));
    assertEquals(
        List.of(false, false, true),
        film.events(JobEvent.Leased.class).stream().map(JobEvent.Leased::copy).toList());
  }

  @Test
  void theFirstOneMayBeSooner() throws Exception {
    Lease first = slow(A1, B1);
    var idle = film.taking(B1).awaitWaiting();
    film.pass(2);
    Lease copy = idle.lease();
    finish(first);
    assertThrows(GopException.class, () -> finish(copy));
    copy.end(crash);
    assertTrue(film.table.done());
    assertEquals(
        List.of(new JobEvent.Superseded(1, 10, 2, B1)), film.events(JobEvent.Superseded.class));
  }

  @Test
  void aCopyThatWouldBeLaterIsNotMade() throws Exception {
    Lease first = slow(A1, B1);
    TestTable.encode(first);
    var idle = film.taking(B1).awaitWaiting();
    film.pass(100);
    // It comes back from its look before it waits again.
    idle.awaitWaiting();
    first.complete(RecordedEncoder.IDENTITY);
    assertNull(idle.result().get());
    assertEquals(2, film.events(JobEvent.Leased.class).size());
  }

  @Test
  void aGopHasOneCopyAtTheMost() throws Exception {
    slow(A1, B1);
    film.pass(2);
    Slot other = new Slot("c", 1);
    Lease copy = film.take(B1);
    var idle = film.taking(other).awaitWaiting();
    film.pass(100);
    idle.awaitWaiting();
    finish(copy);
    assertNull(idle.result().get());
  }

  /// Of a film of 30 frames two workers have the last 20 and do nothing, while a third one would
  /// finish them.
  @Test
  void aCopyOfWhichNothingComesKeepsNobodyFromMakingOne() throws Exception {
    slow(A1, B1);
    film.pass(2);
    film.take(new Slot("liar", 1));
    var idle = film.taking(B1).awaitWaiting();
    film.pass(8);
    idle.awaitWaiting();
    film.pass(1);
    Lease copy = idle.lease();
    assertEquals(3, copy.attempt());
    finish(copy);
    assertTrue(film.table.done());
    assertEquals(List.of(), film.events(JobEvent.AttemptFailed.class));
  }

  @Test
  void onOtherMachinesFewGopsAtATimeHaveACopy() throws Exception {
    film.planned(0, 8, 16, 24);
    film.take(A1);
    film.take(A2);
    film.take(new Slot("a", 3));
    Lease quick = film.take(B1);
    film.pass(1);
    finish(quick);
    film.pass(100);
    Lease copy = film.take(B1);
    var idle = film.taking(new Slot("c", 1)).awaitWaiting();
    film.pass(100);
    idle.awaitWaiting();
    assertEquals(5, film.events(JobEvent.Leased.class).size());
    finish(copy);
    assertEquals(2, idle.lease().attempt());
  }

  @Test
  void aWorkerEncodesNoGopTwiceWhileThereAreOthers() throws Exception {
    slow(A1, B1);
    var same = film.taking(A2).awaitWaiting();
    var other = film.taking(B1);
    film.pass(2);
    finish(other.lease());
    assertNull(same.result().get());
  }

  @Test
  void aloneAWorkerMayEncodeAGopTwice() throws Exception {
    slow(A1, A2);
    var idle = film.taking(A2).awaitWaiting();
    film.pass(2);
    assertEquals(2, idle.lease().attempt());
  }

  @Test
  void aCopyThatFailsLeavesTheFirstOneAtIt() throws Exception {
    Lease first = slow(A1, B1);
    film.pass(2);
    film.take(B1).end(crash);
    assertFalse(film.events(JobEvent.AttemptFailed.class).getFirst().setAside());
    finish(first);
    assertTrue(film.table.done());
    assertEquals(List.of(), film.table.setAside());
  }

  @Test
  void whenBothFailTheGopIsSetAside() throws Exception {
    Lease first = slow(A1, B1);
    film.pass(2);
    Lease copy = film.take(B1);
    first.end(crash);
    copy.end(crash);
    assertEquals(1, film.table.setAside().size());
    assertTrue(film.table.done());
  }

  @Test
  void whatAWorkerHasFailedAtItDoesNotCopy() throws Exception {
    Lease first = slow(A1, B1);
    film.pass(2);
    film.take(B1).end(crash);
    var idle = film.taking(B1).awaitWaiting();
    film.pass(100);
    idle.awaitWaiting();
    finish(first);
    assertNull(idle.result().get());
  }

  @Test
  void aSlotThatIsGoneWaitsForNoCopy() throws Exception {
    Lease first = slow(A1, B1);
    film.table.left(Set.of(B1));
    film.pass(100);
    finish(first);
    assertTrue(film.table.done());
  }

  @Test
  void workersAreToldApart() throws Exception {
    film.table.joined("b", 3);
    film.table.joined("a", 1);
    film.table.traffic("b", 700, 20);
    Lease first = slow(A1, B1);
    film.pass(2);
    film.take(B1).end(crash);
    first.end(crash);
    film.table.left("a", "switched off");
    List<WorkerStatus> workers = film.table.status().workers();
    assertEquals(List.of("a", "b"), workers.stream().map(WorkerStatus::worker).toList());
    WorkerStatus a = workers.getFirst();
    WorkerStatus b = workers.getLast();
    assertEquals(List.of(1, 0, 1), List.of(a.slots(), a.gops(), a.failed()));
    assertEquals("switched off", a.reason());
    assertEquals(List.of(3, 1, 1), List.of(b.slots(), b.gops(), b.failed()));
    assertEquals(List.of(10L, 700L, 20L), List.of(b.frames(), b.sent(), b.received()));
    assertEquals(10, b.fps());
    assertEquals(List.of(false, true), List.of(a.present(), b.present()));
  }
}
