package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Fewer slots than there are, and leases that are given back.
@Tag("waits")
class LocalSlotsTest {
  private static final Slot ONE = new Slot("local", 1);
  private static final Slot TWO = new Slot("local", 2);
  private static final Slot AWAY = new Slot("away", 1);

  @TempDir private Path directory;
  private TestTable film;
  private LocalSlots local;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 1).planned(0, 15, 25);
    local = film.table.local();
  }

  @AfterEach
  void close() {
    film.close();
  }

  @Test
  void aLimitHoldsBackWhoComesTooMany() throws Exception {
    local.limit(1, "memory is short");
    Lease first = film.take(ONE);
    var second = film.taking(TWO).awaitWaiting();
    assertEquals(1, local.leased());
    TestTable.encode(first);
    first.complete(RecordedEncoder.IDENTITY);
    assertEquals(1, second.lease().gopIndex());
  }

  @Test
  void withNoneItPausesUntilThereAreSomeAgain() throws Exception {
    local.limit(0, "the disk is full");
    var first = film.taking(ONE).awaitWaiting();
    var second = film.taking(TWO).awaitWaiting();
    assertFalse(film.table.starving(), "a pause is no lack of frames");
    assertEquals(0, film.take(AWAY).gopIndex(), "others go on");
    local.limit(2, "there is space again");
    assertEquals(3, first.lease().gopIndex() + second.lease().gopIndex());
  }

  @Test
  void onlyChangesAreTold() {
    local.limit(1, "memory is short");
    local.limit(1, "memory is still short");
    local.limit(2, "there is memory again");
    assertEquals(
        List.of(
            new JobEvent.SlotsLimited(1, "memory is short"),
            new JobEvent.SlotsLimited(2, "there is memory again")),
        film.events(JobEvent.SlotsLimited.class));
  }

  @Test
  void theYoungestIsGivenBackAndItsGopWaitsAgainOnceItsEncoderHasEnded() throws Exception {
    film.take(ONE);
    Lease youngest = film.take(TWO);
    film.take(AWAY);
    var ended = new CountDownLatch(1);
    youngest.onRevoke(ended::countDown);
    assertTrue(local.giveBackYoungest("memory is short"));
    ended.await();
    assertThrows(GopException.class, youngest::nextFrame);
    assertEquals(1, local.leased());
    assertTrue(local.ending(), "its encoder may still run");

    var again = film.taking(TWO).awaitWaiting();
    youngest.end(LeaseEnd.failed(GopException.encoder("closed", null), ""));
    assertEquals(youngest.gopIndex(), again.lease().gopIndex());
    assertEquals(2, again.lease().attempt());
    assertEquals(
        List.of(new JobEvent.WaitsAgain(1, 15, 1, TWO, new LeaseEnd.GivenBack("memory is short"))),
        film.events(JobEvent.WaitsAgain.class));
  }

  @Test
  void whatIsGivenBackDoesNotCountAsATry() throws Exception {
    for (int i = 0; i < 5; i++) {
      Lease lease = film.take(ONE);
      assertTrue(local.giveBackYoungest("memory is short"));
      lease.end(LeaseEnd.failed(GopException.encoder("closed", null), ""));
    }
    assertEquals(List.of(), film.table.setAside());
    film.take(ONE).end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
    assertEquals(1, film.table.setAside().size());
  }

  @Test
  void whoHasNothingGivesNothingBack() throws Exception {
    film.take(AWAY);
    assertFalse(local.giveBackYoungest("memory is short"));
  }
}
