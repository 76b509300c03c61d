package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.ListedWorkers;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

@Tag("waits")
class WorkerServiceTest {
  /// The kind of a message and the code of a reason, see docs/protocol.md.
  private static final byte GOODBYE = 18;

  private static final byte REFUSED = 8;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void drainingFinishesWhatIsBegun() throws Exception {
    var slow = new RecordedEncoder((frame, _) -> new EncoderFault.Hang(4));
    TestWorker worker = worker(1, slow);
    var leases = new FakeLeases(3, false, FakeLease.Trouble.NONE);
    FutureTask<Void> run = start(worker.client(1), slow, leases);
    slow.awaitStarted(1);
    worker.service().drain();
    assertTrue(worker.service().load().draining());
    assertEquals(false, worker.service().awaitDrained(Duration.ofMillis(1)));
    assertEquals(1, worker.service().load().busy());
    leases.leases().getFirst().revoke();
    assertTrue(worker.service().awaitDrained(Patience.LIMIT));
    assertEquals(1, slow.started());
    assertEquals(1, leases.leases().size());
    assertEquals(false, run.isDone());
  }

  /// The slots are held for as long as the test wants, so that it is known who has how many.
  @Test
  void clientsShareTheSlots() throws Exception {
    var slow = new RecordedEncoder((frame, _) -> new EncoderFault.Hang(4));
    TestWorker worker = worker(4, slow);
    var first = new FakeLeases(50, false, FakeLease.Trouble.NONE);
    var second = new FakeLeases(50, false, FakeLease.Trouble.NONE);
    FutureTask<Void> one = start(worker.client(4), slow, first);
    slow.awaitStarted(4);
    assertEquals(4, first.leases().size());
    FutureTask<Void> other = start(worker.client(4), slow, second);
    Patience.until("both are here", () -> worker.service().load().clients() == 2);
    for (int round = 0; round < 2; round++) {
      first.leases().get(round).revoke();
      slow.awaitStarted(5 + round);
    }
    assertEquals(4, first.leases().size());
    assertEquals(2, second.leases().size());
    Patience.until("all are busy", () -> worker.service().load().busy() == 4);
    assertEquals(false, one.isDone() || other.isDone());
  }

  @Test
  void guessersHaveToWait() throws Exception {
    var encoder = new RecordedEncoder();
    TestWorker worker = worker(1, encoder);
    for (int i = 0; i < 4; i++) {
      var leases = new FakeLeases(1, false, FakeLease.Trouble.NONE);
      assertTrue(
          failure(start(worker.client(1, "guess " + i), encoder, leases)).contains("password"));
    }
    var told = new CountDownLatch(1);
    MemoryCarrier.Pair pair = MemoryCarrier.pair();
    worker.service().accept(pair.worker());
    pair.client()
        .start(
            new Carrier.Receiver() {
              @Override
              public void received(ByteBuffer message) {
                told.countDown();
              }

              @Override
              public int limit() {
                return 1000;
              }

              @Override
              public void closed(String reason) {}
            });
    told.await();
    Patience.until(
        "the connection is refused",
        () ->
            worker
                .log()
                .lines()
                .contains("ended memory: it did not prove the password (busy; 5 so far)"));
  }

  /// The log of a worker is read by people and programs who believe it.
  @Test
  void nothingThatAStrangerSaysGetsIntoTheLog() throws Exception {
    TestWorker worker = worker(1, new RecordedEncoder());
    byte[] words = "FORGED by a stranger".getBytes(StandardCharsets.UTF_8);
    MemoryCarrier.Pair pair = MemoryCarrier.pair();
    worker.service().accept(pair.worker());
    pair.client()
        .send(
            ByteBuffer.allocate(4 + words.length)
                .put(GOODBYE)
                .put(REFUSED)
                .putShort((short) words.length)
                .put(words)
                .flip());
    Patience.until("it has gone", () -> !worker.log().lines().isEmpty());
    assertEquals(
        List.of("ended memory: it did not prove the password (refused; 1 so far)"),
        worker.log().lines());
  }

  @Test
  void manyConnectionsWithoutAPasswordDoNotKeepOthersOut() throws Exception {
    var encoder = new RecordedEncoder();
    TestWorker worker = worker(2, encoder);
    for (int i = 0; i < 1000; i++) {
      worker.service().accept(MemoryCarrier.pair("nobody", new byte[0], new byte[0]).worker());
    }
    var leases = new FakeLeases(2, false, FakeLease.Trouble.NONE);
    start(worker.client(2), encoder, leases).get();
    assertEquals(List.of(RecordedEncoder.IDENTITY), leases.leases().getLast().identities());
    Patience.until(
        "all but those that fit are refused",
        () ->
            worker.log().lines().stream()
                    .filter(line -> line.contains("did not prove the password (busy; "))
                    .count()
                >= 1000 - 64);
  }

  /// The pause holds for proofs, not only for connections: those that were made before it wait too.
  /// They last for 30 s, in which pauses of 1, 2, 4, 8 and 16 s allow five tries more than the
  /// first four.
  @Test
  void aVolleyOfGuessesIsNoBetterThanOneAfterTheOther() throws Exception {
    TestWorker worker = worker(1, new RecordedEncoder());
    var guessers = new ArrayList<RawClient>();
    for (int i = 0; i < 60; i++) {
      guessers.add(RawClient.connect(worker.service(), "2001:db8::" + i));
    }
    var challenges = new ArrayList<Message.Challenge>();
    for (RawClient guesser : guessers) {
      challenges.add(guesser.await(Message.Challenge.class));
    }
    long begin = System.nanoTime();
    for (int i = 0; i < guessers.size(); i++) {
      guessers.get(i).prove(challenges.get(i), "guess");
    }
    int answered = 0;
    for (RawClient guesser : guessers) {
      answered += guesser.awaitEnd() == EndReason.PASSWORD ? 1 : 0;
    }
    // three at once, then one after pauses of 1, 2, 4, … 60 s
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    double most = 4 + Math.log(seconds + 1) / Math.log(2) + seconds / 60;
    assertTrue(answered <= most, answered + " were told that it is another password");
  }

  /// Nor do those who know the password and say nothing more.
  @ParameterizedTest
  @ValueSource(strings = {"2001:db8:1:2::%x", "2001:db8:1:%x::1", "198.51.100.%d"})
  void manyConnectionsOfOneNetworkDoNotPushOthersOut(String network) throws Exception {
    TestWorker worker = worker(1, new RecordedEncoder());
    RawClient good = RawClient.connect(worker.service(), "192.0.2.1");
    RawClient idle = RawClient.proven(worker.service(), "192.0.2.2");
    for (int i = 1; i <= 70; i++) {
      String address = String.format(Locale.ROOT, network, i);
      var _ = RawClient.connect(worker.service(), address);
      var _ = RawClient.proven(worker.service(), address);
    }
    good.prove(TestWorker.PASSWORD);
    var _ = good.await(Message.Welcome.class);
    idle.job(1, 1000);
    var _ = idle.await(Message.Ready.class);
    for (String kind : List.of("did not prove the password (busy; ", "without a job")) {
      Patience.until(
          kind, () -> worker.log().lines().stream().anyMatch(line -> line.contains(kind)));
    }
  }

  private TestWorker worker(int slots, RecordedEncoder encoder) {
    var worker = new TestWorker(slots, encoder);
    opened.add(worker);
    return worker;
  }

  private FutureTask<Void> start(RemoteWorker client, RecordedEncoder encoder, FakeLeases leases) {
    opened.addFirst(client);
    var task =
        new FutureTask<Void>(() -> {
          client.run(new RecordedJob(encoder.open(), true), leases, new ListedWorkers());
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static String failure(FutureTask<Void> task) throws InterruptedException {
    try {
      task.get();
      return "none";
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }
}
