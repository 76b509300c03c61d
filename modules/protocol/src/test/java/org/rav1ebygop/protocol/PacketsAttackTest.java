package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.protocol.session.OpenLease;
import org.rav1ebygop.protocol.session.PacketMemory;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Clients that have a worker make packets and do not take them.
class PacketsAttackTest {
  private static final int MEMORY = 1 << 20;
  private static final int PACKET = 10_000;
  private static final int SLOTS = 4;

  private final PacketMemory memory = new PacketMemory(MEMORY, SLOTS);

  @Test
  void aWindowOfTwoGigabytesIsNotGranted() {
    var lease = new OpenLease(Integer.MAX_VALUE, memory);
    assertEquals(MEMORY / 2 / SLOTS / PACKET, lease.fill(PACKET));
    lease.take();
    assertEquals(1, lease.fill(PACKET));
  }

  @Test
  void aSmallWindowIsGrantedAsItIs() {
    assertEquals(2, new OpenLease(2 * PACKET, memory).fill(PACKET));
    assertEquals(1, new OpenLease(1, memory).fill(PACKET), "one packet in any case");
  }

  @Test
  void packetsOfAllClientsTogetherAreBounded() {
    for (int i = 0; i < 64; i++) {
      var _ = new OpenLease(Integer.MAX_VALUE, memory).fill(PACKET);
      assertTrue(memory.kept() <= MEMORY, () -> memory.kept() + " bytes");
    }
  }

  /// Somebody else waits for room: who has taken nothing makes it, and its encoder goes on.
  @Test
  void whoDoesNotTakeItsPacketsLosesItsJobWhenOthersWait() {
    var lock = new ReentrantLock();
    lock.lock();
    var settings = TestWorker.service(SLOTS, new RecordedEncoder(), new TestWorker.Local());
    var jobs = new ServedJobs(settings, memory, lock, new TestWorker.Log(), () -> {});
    var attackers = new ArrayList<OpenLease>();
    while (memory.kept() < MEMORY - 2 * PACKET) {
      attackers.add(open(jobs));
      assertTrue(attackers.getLast().fill(PACKET) > 0);
    }
    OpenLease other = open(jobs);
    int before = other.fill(PACKET);
    assertTrue(other.job().lacksRoom());
    long now = System.nanoTime();
    jobs.tick(now);
    assertEquals(attackers.size() + 1, jobs.size());
    jobs.tick(now + Duration.ofSeconds(11).toNanos());
    assertEquals(attackers.size(), jobs.size());
    assertTrue(other.job().attached());
    assertTrue(other.fill(PACKET) > before);
    assertFalse(other.job().lacksRoom());
  }

  private OpenLease open(ServedJobs jobs) {
    var lease = new OpenLease(Integer.MAX_VALUE, memory);
    var encoding =
        new ServedJob.Encoding(
            new RecordedEncoder().open(),
            FramePool.inMemory(RecordedEncoder.LAYOUT.frameBytes()),
            new TestWorker.Local());
    var _ =
        jobs.add(
            new ServedJob.Client("peer", "client"), new JobOpening.Opened(lease.job(), encoding));
    return lease;
  }
}
