package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;

/// A job whose only slot of this machine does not come back from its encoder.
class SlotOutlookTest {
  private static final Slot HERE = new Slot(Slot.LOCAL, 1);

  @TempDir private Path directory;
  private TestTable film;

  @BeforeEach
  void open() throws InterruptedException {
    film = new TestTable(directory, 1).planned(0);
    film.table.joined(Slot.LOCAL, 1);
  }

  @AfterEach
  void close() {
    film.close();
  }

  private void loseTheSlotHere() throws InterruptedException {
    GopLease lease = (GopLease) film.take(HERE);
    lease.revoke(new LeaseEnd.GivenBack("memory is short"), () -> true);
    lease.abandon();
    film.pass(1);
  }

  private void assertGoesOn() {
    assertNull(film.table.abortReason());
    assertFalse(film.table.over());
  }

  private void assertEnds() {
    GopException reason = film.table.abortReason();
    assertNotNull(reason);
    assertEquals("no slot is left: none of their encoders ends", reason.getMessage());
  }

  @Test
  void withoutWorkersTheJobEnds() throws Exception {
    loseTheSlotHere();
    assertEnds();
  }

  @Test
  void aWorkerThatIsConnectingAgainIsWaitedFor() throws Exception {
    film.table.joined("a", 2);
    film.table.left("a", "the connection broke");
    loseTheSlotHere();
    film.pass(299);
    assertGoesOn();
    film.table.joined("a", 2);
    assertEquals(0, film.take(new Slot("a", 1)).gopIndex());
  }

  @Test
  void oneThatWasNeverReachedIsWaitedForToo() throws Exception {
    film.table.left("a", "connection refused");
    loseTheSlotHere();
    assertGoesOn();
  }

  @Test
  void itIsNotWaitedForLongerThanFiveMinutes() throws Exception {
    film.table.left("a", "the connection broke");
    loseTheSlotHere();
    film.pass(300);
    assertGoesOn();
    film.pass(1);
    assertEnds();
  }

  @Test
  void aWorkerThatIsThereButHasNoPlaceIsWaitedForWithoutEnd() throws Exception {
    film.table.joined("a", 1);
    loseTheSlotHere();
    film.pass(100_000);
    assertGoesOn();
  }

  @Test
  void aWorkerThatLeftInOrderIsNotWaitedFor() throws Exception {
    film.table.joined("a", 1);
    film.table.left("a", "");
    loseTheSlotHere();
    assertEnds();
  }

  @Test
  void aWorkerWhoseTransportHasEndedIsNotWaitedFor() throws Exception {
    film.table.left("a", "it refused the password");
    loseTheSlotHere();
    assertGoesOn();
    film.table.gone(Set.of("a"));
    film.pass(1);
    assertEnds();
  }
}
