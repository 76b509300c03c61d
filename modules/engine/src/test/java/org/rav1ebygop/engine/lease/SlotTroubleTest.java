package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Machines that lack something, and what decides how a lease ends. Each GOP may be tried once.
class SlotTroubleTest {
  private static final Slot HERE = new Slot(Slot.LOCAL, 1);
  private static final Slot A = new Slot("a", 1);
  private static final Slot B = new Slot("b", 1);
  private static final LeaseEnd.BySlot FULL =
      LeaseEnd.failed(GopException.environment("the disk is full", null), "last words");
  private static final LeaseEnd.BySlot LOST = new LeaseEnd.SlotLost("the connection broke");

  @TempDir private Path directory;
  private TestTable film;

  @BeforeEach
  void open() {
    film = new TestTable(directory, 1).planned(0);
  }

  @AfterEach
  void close() {
    film.close();
  }

  private GopException aborted() {
    GopException reason = film.table.abortReason();
    assertNotNull(reason);
    return reason;
  }

  @Test
  void whatAWorkerLacksDoesNotCountAndAnotherWorkerIsPreferred() throws Exception {
    Lease lease = film.take(A);
    var other = film.taking(B).awaitWaiting();
    lease.end(FULL);
    var same = film.taking(A).awaitWaiting();
    TestTable.encode(other.lease());
    other.lease().complete(RecordedEncoder.IDENTITY);
    assertNull(same.result().get());
    assertEquals(FULL, film.events(JobEvent.WaitsAgain.class).getFirst().end());
    assertEquals(List.of(), film.events(JobEvent.AttemptFailed.class));
    assertEquals(1, film.table.status().workers().getFirst().failed());
  }

  @Test
  void whatThisMachineLacksEndsTheJob() throws Exception {
    film.take(HERE).end(FULL);
    assertEquals(GopException.Kind.ENVIRONMENT, aborted().kind());
    assertEquals("the disk is full", aborted().getMessage());
  }

  @Test
  void whenEveryWorkerLacksSomethingAgainAndAgainTheJobEnds() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertNull(film.table.abortReason());
      film.take(A).end(FULL);
    }
    assertEquals(GopException.Kind.ENVIRONMENT, aborted().kind());
    assertEquals("a/1: the disk is full", aborted().getMessage());
  }

  @Test
  void aWorkerThatMayComeBackIsWaitedForInstead() throws Exception {
    film.table.left("b", "it cannot be reached");
    for (int i = 0; i < 20; i++) {
      film.take(A).end(FULL);
    }
    assertNull(film.table.abortReason());
  }

  @Test
  void slotsThatLackTheSameAtTheSameTimeCountOnce() throws Exception {
    film.close();
    film =
        new TestTable(Files.createDirectory(directory.resolve("more")), 1)
            .planned(0, 4, 8, 12, 16, 20, 24);
    var leases = new Lease[7];
    for (int i = 0; i < leases.length; i++) {
      leases[i] = film.take(new Slot("a", i + 1));
    }
    for (Lease lease : leases) {
      lease.end(FULL);
    }
    assertNull(film.table.abortReason());
  }

  /// Whatever the slot makes of it.
  @Test
  void aPacketThatIsNotTakenSpeaksAgainstTheGop() throws Exception {
    Lease lease = film.take(A);
    var packet = new Packet(0, MemorySegment.ofArray(new byte[9]));
    assertThrows(GopException.class, () -> lease.packet(packet));
    lease.end(LOST);
    JobEvent.AttemptFailed failed = film.events(JobEvent.AttemptFailed.class).getFirst();
    assertInstanceOf(LeaseEnd.Rejected.class, failed.end());
    assertEquals("0 frames went in, but 1 came out", failed.reason());
    assertTrue(failed.setAside());
  }

  @Test
  void aFrameThatCannotBeHadEndsTheJobAtOnce() throws Exception {
    film.close();
    var bad = GopException.input("the film is damaged");
    film =
        new TestTable(
                Files.createDirectory(directory.resolve("bad")),
                TestTable.Terms.tries(1).failing(bad))
            .planned(0);
    Lease lease = film.take(A);
    var ended = new AtomicInteger();
    lease.onRevoke(ended::incrementAndGet);
    assertEquals(bad, assertThrows(GopException.class, lease::nextFrame));
    assertEquals(bad, aborted());
    assertEquals(1, ended.get());
    lease.end(LOST);
    assertEquals(List.of(), film.events(JobEvent.WaitsAgain.class));
  }
}
