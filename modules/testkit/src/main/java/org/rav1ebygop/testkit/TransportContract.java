package org.rav1ebygop.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.testkit.FakeLease.Trouble;

/// What every [Transport] promises. A worker whose client has gone without a word keeps its leases
/// for 80 seconds.
@Timeout(
    value = Patience.MINUTES,
    unit = TimeUnit.MINUTES,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class TransportContract {
  private final ListedWorkers workers = new ListedWorkers();

  /// For subclasses.
  protected TransportContract() {}

  /// A transport for one job.
  ///
  /// @param slots it shall offer in all, 1 or more
  /// @param encoder what its slots encode with; that of
  ///   [org.rav1ebygop.api.spi.EncodeJob#localBackend] is the same
  protected abstract Transport transport(int slots, RecordedEncoder encoder);

  /// Whether the slots are on other machines: an encoder there may end a little after its lease,
  /// and a slot without a place need not ask whether there is more work.
  protected boolean remote() {
    return false;
  }

  @Test
  void everyLeaseIsCompletedWithItsPacketsInOrder() throws Exception {
    for (int slots : new int[] {1, 3}) {
      var encoder = new RecordedEncoder();
      FakeLeases leases = run(slots, encoder, new FakeLeases(7, false, Trouble.NONE));
      assertEquals(7, leases.leases().size());
      for (FakeLease lease : leases.leases()) {
        assertCompleted(lease);
        assertEquals(FakeLeases.GOP_FRAMES, lease.packets().size());
        for (int i = 0; i < FakeLeases.GOP_FRAMES; i++) {
          assertEquals(i, lease.packets().get(i).index());
        }
      }
    }
  }

  @Test
  void packetsDependOnTheFramesAlone() throws Exception {
    FakeLeases one = run(1, new RecordedEncoder(), new FakeLeases(4, false, Trouble.NONE));
    FakeLeases many = run(4, new RecordedEncoder(), new FakeLeases(4, false, Trouble.NONE));
    for (int gop = 0; gop < 4; gop++) {
      for (int i = 0; i < FakeLeases.GOP_FRAMES; i++) {
        assertEquals(
            -1,
            one.leases()
                .get(gop)
                .packets()
                .get(i)
                .data()
                .mismatch(many.leases().get(gop).packets().get(i).data()));
      }
    }
  }

  @Test
  void everySlotEndsWhenThereIsNoMore() throws Exception {
    FakeLeases leases = run(3, new RecordedEncoder(), new FakeLeases(0, false, Trouble.NONE));
    assertEquals(remote() ? Math.max(1, leases.dismissed().size()) : 3, leases.dismissed().size());
  }

  @Test
  void workersJoinBeforeTheyTakeAndLeaveAtTheEnd() throws Exception {
    FakeLeases leases = run(3, new RecordedEncoder(), new FakeLeases(0, false, Trouble.NONE));
    assertEquals(3, workers.joined().stream().mapToInt(ListedWorkers.Worker::slots).sum());
    var names =
        workers.joined().stream().map(ListedWorkers.Worker::name).collect(Collectors.toSet());
    assertEquals(names, new HashSet<>(workers.left()));
    for (ListedWorkers.Worker worker : workers.joined()) {
      for (int number = 1; number <= worker.slots(); number++) {
        var slot = new org.rav1ebygop.api.spi.Slot(worker.name(), number);
        assertTrue(remote() || leases.dismissed().contains(slot), slot + " never asked");
      }
    }
  }

  @Test
  void anEncoderThatFailsFailsItsLeaseAlone() throws Exception {
    List<EncoderFault> faults =
        List.of(
            new EncoderFault.Fail(0),
            new EncoderFault.Fail(FakeLeases.GOP_FRAMES - 1),
            new EncoderFault.Throw(3, new AssertionError("a bug of the backend")),
            new EncoderFault.EndAt(2));
    for (EncoderFault fault : faults) {
      var encoder =
          new RecordedEncoder(
              (frame, _) -> frame == FakeLeases.GOP_FRAMES ? fault : EncoderFault.NONE);
      FakeLeases leases = run(2, encoder, new FakeLeases(5, false, Trouble.NONE));
      for (FakeLease lease : leases.leases()) {
        if (lease.gopIndex() == 1) {
          assertLogged(end(LeaseEnd.EncoderFailed.class, lease));
        } else {
          assertCompleted(lease);
        }
      }
    }
  }

  @Test
  void whatTheMachineOfASlotLacksIsNotTheEncodersFault() throws Exception {
    var encoder =
        new RecordedEncoder((frame, attempt) ->
            frame == FakeLeases.GOP_FRAMES ? new EncoderFault.Lack(3) : EncoderFault.NONE);
    FakeLeases leases = run(1, encoder, new FakeLeases(3, false, Trouble.NONE));
    LeaseEnd.SlotTrouble trouble = end(LeaseEnd.SlotTrouble.class, leases.leases().get(1));
    assertTrue(trouble.reason().contains(EncoderFault.Lack.WHAT), trouble.reason());
    assertEquals(GopException.Kind.ENVIRONMENT, trouble.failure().kind());
    assertCompleted(leases.leases().getLast());
  }

  @Test
  void aLeaseThatRefusesIsFailedWithItsReason() throws Exception {
    assertReason(Trouble.FRAMES, GopException.Kind.INPUT, "the source is damaged");
    assertReason(Trouble.PACKETS, GopException.Kind.ENVIRONMENT, "the disk is full");
    assertReason(Trouble.COMPLETE, GopException.Kind.ENCODER, "packets are missing");
  }

  private void assertReason(Trouble trouble, GopException.Kind kind, String message)
      throws Exception {
    FakeLeases leases = run(2, new RecordedEncoder(), new FakeLeases(3, false, trouble));
    assertEquals(3, leases.leases().size());
    for (FakeLease lease : leases.leases()) {
      LeaseEnd end =
          kind == GopException.Kind.ENVIRONMENT
              ? end(LeaseEnd.SlotTrouble.class, lease)
              : end(LeaseEnd.EncoderFailed.class, lease);
      assertTrue(end.reason().contains(message), end.reason());
    }
  }

  @Test
  void aRevokedLeaseEndsItsEncoderAndTheSlotGoesOn() throws Exception {
    var encoder =
        new RecordedEncoder(
            (frame, _) -> frame == 0 ? new EncoderFault.Hang(4) : EncoderFault.NONE);
    var leases = new FakeLeases(3, false, Trouble.NONE);
    try (Transport transport = transport(1, encoder)) {
      FutureTask<Void> run = start(transport, encoder, leases, true);
      encoder.awaitStarted(1);
      leases.leases().getFirst().revoke();
      run.get();
    }
    assertLogged(end(LeaseEnd.BySlot.class, leases.leases().getFirst()));
    assertCompleted(leases.leases().getLast());
    assertSound(encoder, leases);
  }

  @Test
  void closeEndsSlotsThatEncode() throws Exception {
    var encoder = new RecordedEncoder((_, _) -> new EncoderFault.Hang(1));
    var leases = new FakeLeases(9, false, Trouble.NONE);
    Transport transport = transport(3, encoder);
    FutureTask<Void> run = start(transport, encoder, leases, true);
    encoder.awaitStarted(3);
    transport.close();
    run.get();
    for (FakeLease lease : leases.leases()) {
      end(LeaseEnd.GivenBack.class, lease);
    }
    assertSound(encoder, leases);
    transport.close();
  }

  @Test
  void closeEndsSlotsThatWait() throws Exception {
    var encoder = new RecordedEncoder();
    var leases = new FakeLeases(1, true, Trouble.NONE);
    Transport transport = transport(3, encoder);
    FutureTask<Void> run = start(transport, encoder, leases, true);
    leases.awaitWaiting(3);
    transport.close();
    run.get();
    assertSound(encoder, leases);
  }

  @Test
  void aClosedTransportTakesNothing() throws Exception {
    var encoder = new RecordedEncoder();
    var leases = new FakeLeases(3, false, Trouble.NONE);
    Transport transport = transport(2, encoder);
    transport.close();
    start(transport, encoder, leases, true).get();
    assertEquals(List.of(), leases.leases());
  }

  @Test
  void closeLeavesTheEncodersOfOthersAlone() throws Exception {
    var encoder = new RecordedEncoder();
    EncoderBackend backend = encoder.open();
    var leases = new FakeLeases(1, false, Trouble.NONE);
    try (Transport transport = transport(1, encoder)) {
      transport.run(new RecordedJob(backend, true), leases, workers);
    }
    backend.encoder().close();
    assertSound(encoder, leases);
  }

  @Test
  void encodersThatAreNotAdmittedTakeNoLease() throws Exception {
    var encoder = new RecordedEncoder();
    var leases = new FakeLeases(3, false, Trouble.NONE);
    try (Transport transport = transport(2, encoder)) {
      FutureTask<Void> run = start(transport, encoder, leases, false);
      Throwable reason = assertThrows(ExecutionException.class, run::get).getCause();
      assertInstanceOf(GopException.class, reason);
    }
    assertEquals(List.of(), leases.leases());
  }

  private static void assertCompleted(FakeLease lease) {
    end(LeaseEnd.Completed.class, lease);
    assertEquals(List.of(RecordedEncoder.IDENTITY), lease.identities());
  }

  private static void assertLogged(LeaseEnd.BySlot end) {
    assertTrue(end.log().matches("took \\d+ frames, .*"), end.log());
  }

  /// The only end of a lease.
  private static <E extends LeaseEnd> E end(Class<E> expected, FakeLease lease) {
    String which = "GOP " + lease.gopIndex();
    assertEquals(1, lease.ends().size(), which);
    return assertInstanceOf(expected, lease.ends().getFirst(), which);
  }

  private FakeLeases run(int slots, RecordedEncoder encoder, FakeLeases leases) throws Exception {
    try (Transport transport = transport(slots, encoder)) {
      start(transport, encoder, leases, true).get();
    }
    assertSound(encoder, leases);
    return leases;
  }

  private FutureTask<Void> start(
      Transport transport, RecordedEncoder encoder, FakeLeases leases, boolean admitted) {
    var job = new RecordedJob(encoder.open(), admitted);
    var task =
        new FutureTask<Void>(() -> {
          transport.run(job, leases, workers);
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private void assertSound(RecordedEncoder encoder, FakeLeases leases) throws InterruptedException {
    if (remote()) {
      encoder.awaitEnded();
    }
    assertEquals(List.of(), leases.complaints());
    assertEquals(0, encoder.running(), "encoders that still run");
  }
}
