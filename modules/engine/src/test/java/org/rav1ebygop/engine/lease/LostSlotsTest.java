package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Slots that vanish with their GOP. The film has a GOP of 10 frames and one of 20, and each may be
/// tried once.
class LostSlotsTest {
  private static final Slot HERE = new Slot(Slot.LOCAL, 1);
  private static final LeaseEnd.BySlot LOST = new LeaseEnd.SlotLost("the connection broke");

  @TempDir private Path directory;
  private TestTable film;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 1).planned(0, 10);
  }

  @AfterEach
  void close() {
    film.close();
  }

  /// A worker takes the long GOP and vanishes with its slots.
  private void loseLongWith(String worker) throws InterruptedException {
    Lease lease = film.take(new Slot(worker, 1));
    assertEquals(1, lease.gopIndex());
    film.table.left(worker, "the connection broke");
    lease.end(LOST);
  }

  private void makeLongSuspect() throws InterruptedException {
    for (String worker : List.of("a", "b", "c")) {
      loseLongWith(worker);
    }
  }

  private static void finish(Lease lease) throws InterruptedException {
    TestTable.encode(lease);
    lease.complete(RecordedEncoder.IDENTITY);
  }

  private List<String> warnings() {
    return film.events(JobEvent.Warning.class).stream().map(JobEvent.Warning::message).toList();
  }

  @Test
  void aSlotThatIsLostDoesNotCountAsATry() throws Exception {
    for (int i = 0; i < 10; i++) {
      loseLongWith("a");
    }
    assertEquals(List.of(), film.events(JobEvent.AttemptFailed.class));
    List<JobEvent.WaitsAgain> again = film.events(JobEvent.WaitsAgain.class);
    assertEquals(10, again.size());
    assertEquals(LOST, again.getLast().end());
    assertEquals(List.of(), warnings(), "repeated losses of one worker count once");
    finish(film.take(new Slot("a", 1)));
    finish(film.take(new Slot("a", 1)));
    assertTrue(film.table.done());
    assertEquals(List.of(), film.table.setAside());
  }

  /// A farm of one machine would otherwise encode it for ever.
  @Test
  void aGopThatIsLostAgainAndAgainIsSetAsideEvenWithOneWorker() throws Exception {
    for (int i = 0; i < 20; i++) {
      loseLongWith("a");
    }
    assertEquals(
        List.of(
            "GOP 1 (frames 10-29) was lost 20 times, with a: it is encoded after all others, and only by a worker that encodes nothing else"),
        warnings());
    finish(film.take(new Slot("a", 1)));
    loseLongWith("a");
    assertTrue(film.table.done());
    assertEquals(1, film.table.setAside().size());
  }

  @Test
  void aGopThatWasLostWithThreeWorkersGoesLastAndIsNamed() throws Exception {
    makeLongSuspect();
    assertEquals(
        List.of(
            "GOP 1 (frames 10-29) was lost with 3 workers, a, b, c: it is encoded after all others, and only by a worker that encodes nothing else"),
        warnings());
    assertEquals(0, film.take(new Slot("d", 1)).gopIndex());
  }

  @Test
  void thisMachineGetsItWhenItHasSlots() throws Exception {
    Lease here = film.take(HERE);
    assertEquals(1, here.gopIndex());
    here.end(new LeaseEnd.GivenBack("memory is short"));
    makeLongSuspect();
    assertTrue(warnings().getFirst().endsWith("and only on this machine"), warnings()::toString);
    finish(film.take(new Slot("d", 1)));
    var worker = film.taking(new Slot("d", 1)).awaitWaiting();
    finish(film.take(HERE));
    assertNull(worker.result().get());
    assertTrue(film.table.done());
    assertEquals(List.of(), film.table.setAside());
  }

  @Test
  void elsewhereItRunsAloneOnItsWorker() throws Exception {
    makeLongSuspect();
    Lease other = film.take(new Slot("d", 1));
    var second = film.taking(new Slot("d", 2)).awaitWaiting();
    finish(other);
    Lease alone = second.lease();
    assertEquals(1, alone.gopIndex());
    alone.end(new LeaseEnd.GivenBack("the worker stops"));
    assertFalse(film.table.done(), "what is given back is tried again");
    finish(film.take(new Slot("d", 1)));
    assertTrue(film.table.done());
  }

  @Test
  void whileItRunsItsWorkerGetsNothingElse() throws Exception {
    film.close();
    film =
        new TestTable(
            Files.createDirectory(directory.resolve("pipe")),
            TestTable.Terms.tries(1).firstFirst());
    film.decide(20, 0, 10);
    for (String worker : List.of("a", "b", "c")) {
      Lease lease = film.take(new Slot(worker, 1));
      assertEquals(0, lease.gopIndex());
      lease.end(LOST);
    }
    assertEquals(1, film.take(new Slot("d", 1)).gopIndex());
    Lease alone = film.take(new Slot("e", 1));
    assertEquals(0, alone.gopIndex());
    var waiting = film.taking(new Slot("e", 2)).awaitWaiting();
    film.decide(30, 25);
    assertEquals(2, film.take(new Slot("d", 2)).gopIndex());
    alone.end(new LeaseEnd.GivenBack("the worker stops"));
    assertEquals(0, waiting.lease().gopIndex());
  }

  @Test
  void aWorkerThatIsLostWhileItRunsAloneThereSetsItAside() throws Exception {
    makeLongSuspect();
    finish(film.take(new Slot("d", 1)));
    Lease alone = film.take(new Slot("d", 1));
    film.table.left("d", "the connection broke");
    alone.end(LOST);
    assertTrue(film.table.done());
    String reason = "the connection broke, as with every worker that encoded it: a, b, c, d";
    assertEquals(reason, film.table.setAside().getFirst().reason());
    JobEvent.AttemptFailed failed = film.events(JobEvent.AttemptFailed.class).getFirst();
    assertTrue(failed.setAside());
    assertEquals(List.of(1, 4), List.of(failed.gop(), failed.attempt()));
    assertInstanceOf(LeaseEnd.SlotLost.class, failed.end());
  }

  @Test
  void noSecondCopyOfItIsMadeElsewhere() throws Exception {
    makeLongSuspect();
    Lease first = film.take(new Slot("d", 1));
    film.pass(1);
    finish(first);
    Lease alone = film.take(new Slot("d", 1));
    var idle = film.taking(new Slot("e", 1)).awaitWaiting();
    film.pass(1000);
    idle.awaitWaiting();
    finish(alone);
    assertNull(idle.result().get());
    assertEquals(5, film.events(JobEvent.Leased.class).size());
  }
}
