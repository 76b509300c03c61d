package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.ListedWorkers;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

/// Connections that break, and workers that go.
@Tag("waits")
class ReconnectTest {
  private static final int GOPS = 3;

  private final RecordedEncoder encoder = new RecordedEncoder();
  private final TestWorker worker = new TestWorker(2, encoder);
  private final ListedWorkers workers = new ListedWorkers();

  @AfterEach
  void close() {
    worker.close();
  }

  /// About as many messages as a film of three GOPs takes either way.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 13, 19, 29, 43, 61})
  void aBrokenConnectionCostsNoGop(int messages) throws Exception {
    for (boolean up : new boolean[] {true, false}) {
      var first = new AtomicBoolean(true);
      worker.wrap(carrier ->
          first.getAndSet(false)
              ? new CutCarrier(carrier, up ? messages : 0, up ? 1_000_000 : messages)
              : carrier);
      assertWhole(run(worker, new FakeLeases(GOPS, false, FakeLease.Trouble.NONE)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void connectionsThatBreakAgainAndAgainCostNoGop(long seed) throws Exception {
    var random = new Random(seed);
    worker.wrap(carrier -> new CutCarrier(carrier, 8 + random.nextInt(30), 8 + random.nextInt(30)));
    assertWhole(run(worker, new FakeLeases(GOPS, false, FakeLease.Trouble.NONE)));
  }

  @Test
  void aWorkerThatStartsAnewHasLostItsLeases() throws Exception {
    var hanging = new RecordedEncoder((_, _) -> new EncoderFault.Hang(4));
    var old = new TestWorker(1, hanging);
    var line = new AtomicReference<Carrier>();
    old.wrap(carrier -> {
      line.set(carrier);
      return carrier;
    });
    var now = new AtomicReference<>(old);
    var leases = new FakeLeases(2, false, FakeLease.Trouble.NONE);
    RemoteWorker client = new RemoteWorker(TestWorker.settings(1), () -> now.get().connect());
    FutureTask<Void> run = start(client, leases);
    // Of a lease of which the worker shows no sign yet nothing would be lost.
    hanging.awaitStarted(1);
    Patience.until("a packet is here", () -> !leases.leases().getFirst().packets().isEmpty());
    now.set(worker);
    line.get().close("the machine is switched off");
    run.get();
    assertEquals(
        List.of(new LeaseEnd.SlotLost("the worker was gone, and no longer has the GOP")),
        leases.leases().getFirst().ends());
    assertEquals(List.of(RecordedEncoder.IDENTITY), leases.leases().getLast().identities());
    assertEquals(List.of(), leases.complaints());
    old.close();
    hanging.awaitEnded();
  }

  @Test
  void aWorkerThatStopsGivesItsLeasesBack() throws Exception {
    var hanging = new RecordedEncoder((_, _) -> new EncoderFault.Hang(4));
    var stopping = new TestWorker(1, hanging);
    var now = new AtomicReference<>(stopping);
    var leases = new FakeLeases(2, false, FakeLease.Trouble.NONE);
    RemoteWorker client = new RemoteWorker(TestWorker.settings(1), () -> now.get().connect());
    FutureTask<Void> run = start(client, leases);
    hanging.awaitStarted(1);
    now.set(worker);
    stopping.close();
    run.get();
    assertEquals(
        List.of(new LeaseEnd.GivenBack("the worker stops")), leases.leases().getFirst().ends());
    assertEquals(List.of(RecordedEncoder.IDENTITY), leases.leases().getLast().identities());
    hanging.awaitEnded();
  }

  /// Neither the lease nor its slot is forgotten.
  @Test
  void aLeaseThatCannotBeOpenedHereIsEndedAndTheSlotGoesOn() throws Exception {
    var leases = new FakeLeases(GOPS, false, FakeLease.Trouble.NONE);
    var scarce = new ShortOfMemory(leases);
    try (RemoteWorker client = worker.client(1)) {
      client.run(new RecordedJob(encoder.open(), true), scarce, workers);
    }
    assertInstanceOf(LeaseEnd.SlotTrouble.class, leases.leases().getFirst().ends().getFirst());
    for (FakeLease lease : leases.leases()) {
      assertEquals(1, lease.ends().size());
    }
    assertEquals(List.of(RecordedEncoder.IDENTITY), leases.leases().getLast().identities());
    assertEquals(List.of(), leases.complaints());
  }

  @Test
  void aWorkerThatCannotBeReachedIsNamedAndJoinsLater() throws Exception {
    worker.unreachable(true);
    var leases = new FakeLeases(GOPS, false, FakeLease.Trouble.NONE);
    var named = new FutureTask<Void>(() -> null);
    RemoteWorker client = worker.client(2);
    var task =
        new FutureTask<Void>(() -> {
          client.run(
              new RecordedJob(encoder.open(), true),
              leases,
              new org.rav1ebygop.api.spi.WorkerListener() {
                @Override
                public void joined(String name, int slots) {
                  workers.joined(name, slots);
                }

                @Override
                public void left(String name, String reason) {
                  workers.left(name, reason);
                  named.run();
                }
              });
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    named.get();
    assertEquals(List.of("nobody listens"), workers.reasons());
    worker.unreachable(false);
    task.get();
    assertWhole(leases);
    assertEquals(1, workers.joined().size());
  }

  @Test
  void anotherPasswordIsRefused() {
    var leases = new FakeLeases(GOPS, false, FakeLease.Trouble.NONE);
    RemoteWorker client = worker.client(2, "another one");
    GopException refused =
        assertThrows(
            GopException.class,
            () -> client.run(new RecordedJob(encoder.open(), true), leases, workers));
    assertEquals(GopException.Kind.ENVIRONMENT, refused.kind());
    assertTrue(refused.getMessage().contains("password"), refused.getMessage());
    assertEquals(List.of(), leases.leases());
    assertEquals(0, encoder.started());
  }

  @Test
  void aChannelWithAnotherEndIsRefused() {
    var leases = new FakeLeases(GOPS, false, FakeLease.Trouble.NONE);
    RemoteWorker client =
        new RemoteWorker(
            TestWorker.settings(1),
            () -> {
              var pair = MemoryCarrier.pair("memory", new byte[] {1}, new byte[] {2});
              worker.service().accept(pair.worker());
              return pair.client();
            });
    assertThrows(
        GopException.class,
        () -> client.run(new RecordedJob(encoder.open(), true), leases, workers));
    assertEquals(0, encoder.started());
  }

  private FakeLeases run(TestWorker at, FakeLeases leases) throws Exception {
    try (RemoteWorker client = at.client(2)) {
      start(client, leases).get();
    }
    encoder.awaitEnded();
    return leases;
  }

  private FutureTask<Void> start(RemoteWorker client, FakeLeases leases) {
    var task =
        new FutureTask<Void>(() -> {
          client.run(new RecordedJob(encoder.open(), true), leases, workers);
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static void assertWhole(FakeLeases leases) {
    assertEquals(GOPS, leases.leases().size());
    assertEquals(List.of(), leases.complaints());
    for (FakeLease lease : leases.leases()) {
      assertEquals(List.of(RecordedEncoder.IDENTITY), lease.identities(), lease.ends()::toString);
      assertEquals(1, lease.ends().size());
      List<Packet> packets = lease.packets();
      assertEquals(FakeLeases.GOP_FRAMES, packets.size());
      for (int i = 0; i < packets.size(); i++) {
        assertEquals(i, packets.get(i).index());
      }
    }
  }
}
