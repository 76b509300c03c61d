package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Clients that have a worker keep as many jobs as it can.
@Tag("waits")
class JobsAttackTest {
  private static final int MOST = 64;

  private final TestWorker worker = new TestWorker(1, new RecordedEncoder());

  @AfterEach
  void close() {
    worker.close();
  }

  /// Each of these could come back for its job.
  @Test
  void jobsThatNobodyComesBackForKeepNobodyOut() throws Exception {
    for (RawClient client : join("192.0.2.1", MOST)) {
      client.close();
    }
    join("198.51.100.1", 1);
    assertEquals(MOST, worker.service().load().clients());
  }

  @Test
  void thePeerWithMostJobsMakesRoomForOthers() throws Exception {
    List<RawClient> many = join("192.0.2.1", MOST - 1);
    RawClient one = join("192.0.2.2", 1).getFirst();
    join("198.51.100.1", 1);
    assertEquals(EndReason.BUSY, many.getLast().awaitEnd());
    for (RawClient client : many.subList(0, many.size() - 1)) {
      assertTrue(client.heard().stream().noneMatch(Message.Goodbye.class::isInstance));
    }
    assertTrue(one.heard().stream().noneMatch(Message.Goodbye.class::isInstance));
    assertEquals(MOST, worker.service().load().clients());
  }

  @Test
  void thePeerWithMostJobsGetsNoMore() throws Exception {
    join("192.0.2.1", MOST / 2);
    join("192.0.2.2", MOST / 2);
    RawClient next = RawClient.proven(worker.service(), "192.0.2.1");
    next.job(1, 1000);
    assertEquals(EndReason.BUSY, next.awaitEnd());
    assertEquals(MOST, worker.service().load().clients());
  }

  private List<RawClient> join(String address, int count) throws Exception {
    var all = new ArrayList<RawClient>();
    for (int i = 0; i < count; i++) {
      RawClient client = RawClient.proven(worker.service(), address);
      client.job(1, 1000);
      var _ = client.await(Message.Ready.class);
      all.add(client);
    }
    return all;
  }
}
