package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.races.Schedules;
import org.rav1ebygop.races.Together;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Slots of two workers and those who take leases away, over a film of two GOPs of two frames.
class LeaseRacesTest {
  private static final int FRAMES = 4;
  private static final int GOP_FRAMES = 2;
  private static final long SECOND = 1_000_000_000L;
  private static final Slot A = new Slot("a", 1);
  private static final Slot B = new Slot("b", 1);
  private static final RaceTable.Film FILM = new RaceTable.Film(FRAMES);
  private static final List<List<Packet>> PACKETS =
      List.of(FILM.packets(0, GOP_FRAMES), FILM.packets(GOP_FRAMES, FRAMES));

  @Test
  void everyGopEndsOnceWhateverBecomesOfItsLeases() {
    Schedules.explore(
        "two slots and a watchdog",
        25,
        () -> {
          try (RaceTable film = open(2).planned(FRAMES, 0, GOP_FRAMES)) {
            film.table.joined(A.worker(), 1);
            film.table.joined(B.worker(), 1);
            Together.run(() -> work(film, A, 1), () -> work(film, B, 0), () -> takeAway(film));
            assertOver(film);
          }
        });
  }

  /// Every wait has to end: that of slots for GOPs, that of encoders for the end of an open GOP,
  /// and that of the assembly for stored ones.
  @Test
  void nobodyWaitsForEver() {
    Schedules.explore(
        "analysis, a slot and the assembly",
        10,
        () -> {
          try (RaceTable film = open(2)) {
            Together.run(
                () -> film.planned(FRAMES, 0, GOP_FRAMES),
                () -> work(film, A, 1),
                () -> {
                  for (int gop = 0; gop < PACKETS.size(); gop++) {
                    assertEquals(gop, film.table.awaitStored(gop).gop().index());
                  }
                  assertNull(film.table.awaitStored(PACKETS.size()));
                  film.table.awaitOver();
                });
            assertOver(film);
          }
        });
  }

  /// Two slots bring the same GOP at the same time, while the watchdog looks.
  @Test
  void oneOfTwoCopiesIsTheResult() {
    Schedules.explore(
        "two copies of a GOP",
        15,
        () -> {
          try (RaceTable film = open(1).planned(FRAMES, 0, GOP_FRAMES)) {
            Lease first = film.table.take(B);
            Lease other = film.table.take(A);
            film.now.addAndGet(SECOND);
            finish(other);
            film.now.addAndGet(3 * SECOND);
            Lease copy = film.table.take(A);
            assertEquals(first.gopIndex(), copy.gopIndex());
            Together.run(
                () -> see(film, first, 0),
                () -> see(film, copy, 0),
                () -> film.table.leases().forEach(lease -> lease.pulse().look(SECOND)));
            assertOver(film);
            assertEquals(2, film.events(JobEvent.Stored.class).size());
            assertEquals(1, film.events(JobEvent.Superseded.class).size());
          }
        });
  }

  /// The job ends while slots are at work: every slot learns of it, and no thread waits.
  @Test
  void anAbortReachesEverySlot() {
    Schedules.explore(
        "abort",
        20,
        () -> {
          try (RaceTable film = open(2).planned(FRAMES, 0, GOP_FRAMES)) {
            var told = new AtomicInteger();
            var given = new AtomicInteger();
            GopException reason = GopException.input("the source is gone");
            Together.run(
                () -> workUntilRevoked(film, A, given, told),
                () -> workUntilRevoked(film, B, given, told),
                () -> film.table.abort(reason));
            assertEquals(reason, film.table.abortReason());
            assertEquals(given.get(), told.get());
            assertNull(film.table.take(A));
            film.table.awaitOver();
          }
        });
  }

  private static RaceTable open(int tries) {
    return new RaceTable(new SeekableSupply(FILM, FRAMES), tries);
  }

  /// A slot until there is no more work.
  ///
  /// @param failures how many of the first leases of the job fail
  private static void work(RaceTable film, Slot slot, int failures) throws InterruptedException {
    int left = failures;
    for (Lease lease = film.table.take(slot); lease != null; lease = film.table.take(slot)) {
      see(film, lease, left--);
    }
  }

  /// Sees to one lease.
  ///
  /// @param failure whether the encoder fails; so it does when more than 0
  private static void see(RaceTable film, Lease lease, int failure) throws InterruptedException {
    try {
      if (failure > 0) {
        lease.nextFrame();
        lease.end(LeaseEnd.failed(GopException.encoder("crashed", null), ""));
      } else {
        film.now.addAndGet(SECOND);
        finish(lease);
      }
    } catch (GopException e) {
      assertEquals(GopException.Kind.ENCODER, e.kind());
      lease.end(LeaseEnd.failed(e, ""));
    }
  }

  private static void finish(Lease lease) throws InterruptedException {
    while (lease.nextFrame() != null) {
      // its packets are known
    }
    PACKETS.get(lease.gopIndex()).forEach(lease::packet);
    lease.complete(RecordedEncoder.IDENTITY);
  }

  /// Takes leases away, settles those of one slot in its place, and lets time pass.
  private static void takeAway(RaceTable film) {
    for (GopLease lease : film.table.leases()) {
      boolean revoked = lease.revoke(new LeaseEnd.GivenBack("memory is short"), () -> true);
      if (revoked && lease.claim().slot().equals(A)) {
        lease.abandon();
      }
    }
    film.table.lookAgain();
  }

  private static void workUntilRevoked(
      RaceTable film, Slot slot, AtomicInteger given, AtomicInteger told)
      throws InterruptedException {
    Lease lease = film.table.take(slot);
    if (lease == null) {
      return;
    }
    given.incrementAndGet();
    var revoked = new Object();
    boolean[] now = {false};
    lease.onRevoke(() -> {
      synchronized (revoked) {
        now[0] = true;
        told.incrementAndGet();
        revoked.notifyAll();
      }
    });
    synchronized (revoked) {
      while (!now[0]) {
        revoked.wait();
      }
    }
    lease.end(LeaseEnd.failed(GopException.encoder("revoked", null), ""));
  }

  private static void assertOver(RaceTable film) throws InterruptedException {
    film.table.awaitOver();
    assertNull(film.table.abortReason());
    assertTrue(film.table.done());
    assertEquals(List.of(), film.table.leases());
    assertEquals(0, film.table.waiting());
    List<Integer> stored =
        film.events(JobEvent.Stored.class).stream().map(event -> event.gop().index()).toList();
    List<Integer> setAside = film.table.setAside().stream().map(gop -> gop.gop()).toList();
    for (int gop = 0; gop < PACKETS.size(); gop++) {
      int index = gop;
      boolean kept = stored.contains(gop);
      assertEquals(1, stored.stream().filter(g -> g == index).count() + (kept ? 0 : 1));
      assertEquals(kept ? 0 : 1, setAside.stream().filter(g -> g == index).count());
      assertEquals(kept, film.store.find(gop) != null);
    }
    assertEquals(stored.size(), film.table.storedHere());
    assertEquals(stored.size() * (long) GOP_FRAMES, film.table.status().framesDone());
    assertFalse(film.table.status().slots().iterator().hasNext());
  }
}
