package org.rav1ebygop.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.testkit.Patience;

/// What every [Carrier] promises.
@Timeout(
    value = Patience.MINUTES,
    unit = TimeUnit.MINUTES,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class CarrierContract {
  private static final int[] SIZES = {
    0, 1, 125, 126, 127, 4096, 65_535, 65_536, 65_537, 300_000, Carrier.MAX_MESSAGE
  };

  private final Recorder atClient = new Recorder();
  private final Recorder atWorker = new Recorder();

  /// For subclasses.
  protected CarrierContract() {}

  /// Both ends of a connection, not started, and the network between them.
  public interface Pair extends AutoCloseable {
    Carrier client();

    Carrier worker();

    /// The connection breaks, and both ends can notice.
    void cut() throws IOException;

    /// From now on nothing arrives any more, and nobody can notice.
    void swallow();

    @Override
    void close() throws IOException;
  }

  /// @param idle a connection on which nothing happens for so long is lost
  protected abstract Pair connect(Duration idle) throws Exception;

  @Test
  void messagesOfAllSizesArriveWholeAndInOrderBothWays() throws Exception {
    try (Pair pair = started()) {
      FutureTask<Void> back = sending(pair.worker());
      FutureTask<Void> forth = sending(pair.client());
      for (Recorder recorder : new Recorder[] {atWorker, atClient}) {
        for (int size : SIZES) {
          assertArrayEquals(bytes(size), recorder.next());
        }
      }
      back.get();
      forth.get();
    }
    assertSound();
  }

  @Test
  void whatWasSentBeforeTheEndArrivesBeforeIt() throws Exception {
    try (Pair pair = started()) {
      pair.client().send(ByteBuffer.wrap(bytes(Carrier.MAX_MESSAGE)));
      pair.client().close("that was all");
      assertArrayEquals(bytes(Carrier.MAX_MESSAGE), atWorker.next());
      assertEquals("that was all", atWorker.closed().get());
      atClient.closed().get();
      assertThrows(IOException.class, () -> pair.client().send(ByteBuffer.allocate(1)));
      assertThrows(IOException.class, () -> pair.worker().send(ByteBuffer.allocate(1)));
      pair.client().close("again");
      pair.worker().close("again");
    }
    assertSound();
  }

  @Test
  void aSenderWaitsForAReceiverThatIsBehind() throws Exception {
    atWorker.holding();
    try (Pair pair = started()) {
      var sent = new AtomicInteger();
      Stalling sender = Stalling.start(pair.client(), sent);
      sender.awaitStalled();
      assertTrue(sent.get() < Stalling.MANY, sent + " messages went out, and nobody read");
      atWorker.release();
      sender.task().get();
      for (int i = 0; i < Stalling.MANY; i++) {
        assertEquals((byte) i, atWorker.next()[0]);
      }
    }
    assertSound();
  }

  @Test
  void closeEndsASenderThatWaits() throws Exception {
    atWorker.holding();
    try (Pair pair = started()) {
      Stalling sender = Stalling.start(pair.client(), new AtomicInteger());
      sender.awaitStalled();
      pair.client().close("no patience");
      Throwable reason = assertThrows(ExecutionException.class, sender.task()::get).getCause();
      assertInstanceOf(IOException.class, reason);
      assertEquals("no patience", atClient.closed().get());
      atWorker.release();
      atWorker.closed().get();
    }
    assertSound();
  }

  @Test
  void aSenderThatWaitsCanBeInterrupted() throws Exception {
    atWorker.holding();
    try (Pair pair = started()) {
      Stalling sender = Stalling.start(pair.client(), new AtomicInteger());
      sender.awaitStalled();
      sender.thread().interrupt();
      Throwable reason = assertThrows(ExecutionException.class, sender.task()::get).getCause();
      assertInstanceOf(InterruptedException.class, reason);
      atWorker.release();
      atWorker.closed().get();
    }
    assertSound();
  }

  @Test
  void aBrokenConnectionIsNoticedByBothAndEndsASenderThatWaits() throws Exception {
    atWorker.holding();
    try (Pair pair = started()) {
      Stalling sender = Stalling.start(pair.client(), new AtomicInteger());
      sender.awaitStalled();
      pair.cut();
      Throwable reason = assertThrows(ExecutionException.class, sender.task()::get).getCause();
      assertInstanceOf(IOException.class, reason);
      atClient.closed().get();
      atWorker.release();
      atWorker.closed().get();
    }
    assertSound();
  }

  @Test
  void aPeerThatVanishesIsGivenUp() throws Exception {
    try (Pair pair = connect(Duration.ofSeconds(1))) {
      pair.client().start(atClient);
      pair.worker().start(atWorker);
      pair.swallow();
      atClient.closed().get();
      atWorker.closed().get();
    }
    assertSound();
  }

  @Test
  void aMessageOverTheLimitEndsTheConnection() throws Exception {
    atWorker.limited(512);
    try (Pair pair = started()) {
      pair.client().send(ByteBuffer.wrap(bytes(512)));
      assertArrayEquals(bytes(512), atWorker.next());
      try {
        pair.client().send(ByteBuffer.wrap(bytes(513)));
        pair.client().send(ByteBuffer.wrap(bytes(1)));
      } catch (IOException _) {
        // noticed that soon
      }
      atWorker.closed().get();
      atClient.closed().get();
      assertTrue(atWorker.messages().isEmpty());
    }
    assertSound();
  }

  @Test
  void theLimitIsAskedForEveryMessage() throws Exception {
    atWorker.limited(512);
    try (Pair pair = started()) {
      pair.client().send(ByteBuffer.wrap(bytes(512)));
      atWorker.next();
      atWorker.limited(Carrier.MAX_MESSAGE);
      pair.client().send(ByteBuffer.wrap(bytes(Carrier.MAX_MESSAGE)));
      assertEquals(Carrier.MAX_MESSAGE, atWorker.next().length);
    }
    assertSound();
  }

  @Test
  void aConnectionThatIsClosedBeforeItIsStartedEndsAtTheOtherSideToo() throws Exception {
    try (Pair pair = connect(Patience.LIMIT)) {
      pair.worker().close("too many");
      pair.client().start(atClient);
      assertEquals("too many", atClient.closed().get());
    }
    assertSound();
  }

  @Test
  void aReceiverThatFailsEndsTheConnection() throws Exception {
    atWorker.failing();
    try (Pair pair = started()) {
      pair.client().send(ByteBuffer.wrap(bytes(1)));
      atWorker.closed().get();
      atClient.closed().get();
    }
    assertSound();
  }

  @Test
  void bothEndsKnowTheSameOfTheChannelAndThePeerByItsAddress() throws Exception {
    try (Pair pair = started()) {
      assertArrayEquals(pair.client().channelBinding(), pair.worker().channelBinding());
      assertFalse(pair.worker().peer().isEmpty());
      assertFalse(pair.worker().peer().contains(" "));
    }
  }

  private Pair started() throws Exception {
    Pair pair = connect(Patience.LIMIT);
    pair.client().start(atClient);
    pair.worker().start(atWorker);
    return pair;
  }

  private void assertSound() {
    assertEquals(0, atClient.complaints(), "client");
    assertEquals(0, atWorker.complaints(), "worker");
  }

  private static FutureTask<Void> sending(Carrier carrier) {
    var task =
        new FutureTask<Void>(() -> {
          for (int size : SIZES) {
            carrier.send(ByteBuffer.wrap(bytes(size)));
          }
          return null;
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
