package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.session.KnownSalt;
import org.rav1ebygop.protocol.session.PartialPackets;
import org.rav1ebygop.races.Schedules;
import org.rav1ebygop.races.Together;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.ListedWorkers;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

/// The slots of a client at a worker, whose connection breaks.
class RemoteRacesTest {
  private static final RemoteWorker.Settings SETTINGS =
      new RemoteWorker.Settings("test", RaceWorker.PASSWORD, "races", 1, 1, Duration.ofDays(1));

  /// The lease that is taken, opened or at work when the connection breaks goes on over the next
  /// one, or is given back if it never had a place.
  @Test
  void aConnectionThatBreaksCostsNoLease() {
    Schedules.explore("slots and a connection that breaks", 10, RemoteRacesTest::cut);
  }

  private static void cut() throws InterruptedException {
    var worker = new RaceWorker(1, RecordedEncoder.LAYOUT.frameBytes());
    var leases = new FakeLeases(1, false, FakeLease.Trouble.NONE);
    var job = new RecordedJob(new RecordedEncoder().open(), true);
    var link =
        new ClientLink(
            new ClientLink.Worker(
                SETTINGS,
                worker::connect,
                new RemoteWorker.Shared(RaceWorker.KEYS, new KnownSalt(), PartialPackets.inHeap())),
            job,
            leases,
            new ListedWorkers());
    RaceWorker.Line first = worker.connect();
    Together.run(
        () -> {
          link.converse(first);
          first.join();
          while (!link.finished()) {
            RaceWorker.Line next = worker.connect();
            link.converse(next);
            next.join();
          }
          link.close();
          link.slots().join();
        },
        () -> first.close("cut"));
    link.pool().close();
    for (FakeLease lease : leases.leases()) {
      assertEquals(1, lease.ends().size(), lease.ends()::toString);
      switch (lease.ends().getFirst()) {
        case LeaseEnd.Completed _ -> assertEquals(FakeLeases.GOP_FRAMES, lease.packets().size());
        case LeaseEnd.GivenBack _ -> assertEquals(List.of(), lease.packets());
        case LeaseEnd other -> fail(other.toString());
      }
    }
    assertEquals(1, leases.leases().size());
    assertEquals(List.of(), leases.complaints());
    assertEquals(0, worker.framesHeld());
  }
}
