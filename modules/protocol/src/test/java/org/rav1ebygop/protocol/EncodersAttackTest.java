package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.ListedWorkers;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

/// Clients that want more encoders than a worker has slots.
@Tag("waits")
class EncodersAttackTest {
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final List<TestWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    mayEnd.countDown();
    workers.forEach(TestWorker::close);
  }

  /// What was offered and taken back is worth nothing, whoever has heard what.
  @Test
  void anOfferThatWasTakenBackStartsNoEncoder() throws Exception {
    TestWorker worker = worker(1);
    var clients = new ArrayList<RawClient>();
    for (int i = 0; i < 3; i++) {
      RawClient client = RawClient.proven(worker.service(), "192.0.2." + i);
      client.job(1, 1000);
      var _ = client.await(Message.Ready.class);
      clients.add(client);
    }
    for (RawClient client : clients) {
      assertEquals(1, client.await(Message.Offer.class).lease());
      if (client != clients.getLast()) {
        assertEquals(0, client.await(Message.Offer.class).lease(), "taken back");
      }
    }
    for (RawClient client : clients) {
      client.say(new Message.Lease(1, 0, 1, 0, 1));
    }
    for (RawClient client : clients.subList(0, clients.size() - 1)) {
      assertEquals(1, client.await(Message.Declined.class).lease());
    }
    Patience.until("the slot is busy", () -> worker.service().load().busy() == 1);
    Patience.until(
        "an encoder runs",
        () -> worker.log().lines().stream().anyMatch(line -> line.startsWith("started")));
    assertEquals(
        1, worker.log().lines().stream().filter(line -> line.startsWith("started")).count());
  }

  /// An encoder takes its slot until it has ended, also when nobody is there any more whose GOP it
  /// was.
  @Test
  void aClientThatLeavesFreesNoSlotBeforeItsEncoderHasEnded() throws Exception {
    TestWorker worker = worker(1);
    for (int i = 0; i < 2; i++) {
      RawClient client = RawClient.proven(worker.service(), "192.0.2." + i);
      client.job(1, 1000);
      assertEquals(1, worker.service().load().slots());
      if (i == 0) {
        assertEquals(1, client.await(Message.Offer.class).lease());
        client.say(new Message.Lease(1, 0, 1, 0, 1));
        Patience.until("it encodes", () -> worker.service().load().busy() == 1);
        client.say(new Message.Goodbye(EndReason.FINISHED, ""));
        Patience.until("it has left", () -> worker.service().load().clients() == 0);
        assertEquals(1, worker.service().load().busy());
      } else {
        var _ = client.await(Message.Ready.class);
        client.say(new Message.Ping());
        assertTrue(client.heard().stream().noneMatch(Message.Offer.class::isInstance));
        mayEnd.countDown();
        assertEquals(1, client.await(Message.Offer.class).lease());
        assertEquals(0, worker.service().load().busy());
      }
    }
  }

  /// It will not come back for what it had: a client that hears that it broke the protocol gives
  /// all of it up.
  @Test
  void aClientThatBreaksTheProtocolLosesItsSlotAtOnce() throws Exception {
    TestWorker worker = worker(1);
    RawClient client = RawClient.proven(worker.service(), "192.0.2.1");
    client.job(1, 1000);
    assertEquals(1, client.await(Message.Offer.class).lease());
    client.say(new Message.Lease(1, 0, 1, 0, 1));
    Patience.until("it encodes", () -> worker.service().load().busy() == 1);
    client.say(new Message.Offer(1));
    assertEquals(EndReason.ILLEGAL, client.awaitEnd());
    Patience.until("its job is over", () -> worker.service().load().clients() == 0);
    mayEnd.countDown();
    Patience.until("the slot is free", () -> worker.service().load().busy() == 0);
  }

  /// All slots are taken by a client that sends no frames.
  @Test
  void aClientThatSendsNothingKeepsNoSlotFromOthers() throws Exception {
    var encoder = new RecordedEncoder();
    var worker = new TestWorker(2, encoder);
    workers.add(worker);
    RawClient attacker = RawClient.proven(worker.service(), "192.0.2.1");
    attacker.job(2, 1000);
    while (attacker.await(Message.Offer.class).lease() < 2) {
      // both are offered
    }
    attacker.say(new Message.Lease(1, 0, 1, 0, 1));
    attacker.say(new Message.Lease(2, 1, 1, 1, 1));
    Patience.until("all slots are taken", () -> worker.service().load().busy() == 2);
    var leases = new FakeLeases(3, false, FakeLease.Trouble.NONE);
    try (var client = worker.client(1)) {
      client.run(new RecordedJob(encoder.open(), true), leases, new ListedWorkers());
    }
    assertEquals(3, leases.leases().stream().filter(one -> !one.identities().isEmpty()).count());
    var _ = attacker.await(Message.Trouble.class);
  }

  private TestWorker worker(int slots) {
    var worker = new TestWorker(slots, new RecordedEncoder(), new Lasting());
    workers.add(worker);
    return worker;
  }

  /// Encoders that end no sooner than they may.
  private final class Lasting implements TransportProvider {
    @Override
    public String id() {
      return "local";
    }

    @Override
    public String description() {
      return "in this process";
    }

    @Override
    public Transport open(Options options) {
      var slot = new PlainTransport(1);
      return new Transport() {
        @Override
        public void run(EncodeJob job, Leases leases, WorkerListener listener)
            throws InterruptedException {
          slot.run(job, leases, listener);
          mayEnd.await();
        }

        @Override
        public void close() {
          slot.close();
        }
      };
    }
  }
}
