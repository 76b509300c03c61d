package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Which slot tries a failed GOP again.
class SteeringTest {
  private static final Slot A1 = new Slot("a", 1);
  private static final Slot A2 = new Slot("a", 2);
  private static final Slot B1 = new Slot("b", 1);
  private final LeaseEnd.BySlot crash = LeaseEnd.failed(GopException.encoder("crashed", null), "");

  @TempDir private Path directory;
  private TestTable film;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 9);
  }

  @AfterEach
  void close() {
    film.close();
  }

  private Lease fail(Slot slot) throws InterruptedException {
    Lease lease = film.take(slot);
    lease.end(crash);
    return lease;
  }

  @Test
  void aSlotAloneTriesAgainItself() throws Exception {
    film.planned(0);
    fail(A1);
    fail(A1);
    assertEquals(3, film.take(A1).attempt());
  }

  @Test
  void aWaitingSlotOfTheSameWorkerIsPreferred() throws Exception {
    film.planned(0);
    Lease first = film.take(A1);
    var other = film.taking(A2).awaitWaiting();
    first.end(crash);
    var same = film.taking(A1);
    assertEquals(2, other.lease().attempt());
    same.awaitWaiting();
    other.lease().end(crash);
    assertEquals(3, same.lease().attempt());
  }

  @Test
  void aBusySlotOfTheSameWorkerIsNotWaitedFor() throws Exception {
    film.planned(0, 20);
    Lease first = film.take(A1);
    film.take(A2);
    first.end(crash);
    assertEquals(2, film.take(A1).attempt());
  }

  @Test
  void anotherWorkerIsWaitedForThoughItIsBusy() throws Exception {
    film.planned(0, 20);
    Lease first = film.take(A1);
    Lease busy = film.take(B1);
    first.end(crash);
    var same = film.taking(A1).awaitWaiting();
    var sibling = film.taking(A2).awaitWaiting();
    TestTable.encode(busy);
    busy.complete(RecordedEncoder.IDENTITY);
    assertEquals(2, film.take(B1).attempt());
    assertFalse(same.result().isDone() || sibling.result().isDone());
  }

  @Test
  void otherGopsAreNotHeldUpByOneThatIsLeftToAnother() throws Exception {
    film.planned(0, 15, 25);
    Lease first = film.take(A1);
    film.take(B1);
    first.end(crash);
    assertEquals(2, film.take(A1).gopIndex());
  }

  @Test
  void whenTheOtherWorkerLeavesTheSameSlotTriesAgain() throws Exception {
    film.planned(0, 20);
    Lease first = film.take(A1);
    film.take(B1);
    first.end(crash);
    var same = film.taking(A1).awaitWaiting();
    film.table.left("b", "");
    assertEquals(2, same.lease().attempt());
  }

  @Test
  void whenTheOtherSlotIsInterruptedTheSameSlotTriesAgain() throws Exception {
    film.planned(0);
    Lease first = film.take(A1);
    var other = film.taking(B1).awaitWaiting();
    other.thread().interrupt();
    other.thread().join();
    first.end(crash);
    assertEquals(2, film.take(A1).attempt());
  }

  @Test
  void whenAllHaveFailedAnyOneTriesAgain() throws Exception {
    film.planned(0);
    Lease first = film.take(A1);
    var other = film.taking(B1).awaitWaiting();
    first.end(crash);
    var same = film.taking(A1);
    other.lease().end(crash);
    assertEquals(3, same.lease().attempt());
    film.table.left(Set.of(B1));
    same.lease().end(crash);
    assertEquals(4, film.take(A1).attempt());
  }
}
