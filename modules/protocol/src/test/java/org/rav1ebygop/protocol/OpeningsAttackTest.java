package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Clients that have a worker open many jobs at once: each starts an encoder.
@Tag("waits")
class OpeningsAttackTest {
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger opening = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final TestWorker worker = new TestWorker(1, new Slow());

  @AfterEach
  void close() {
    mayEnd.countDown();
    worker.close();
  }

  @Test
  void jobsAreOpenedFewAtATimeAndNoPeerHoldsUpTheOthers() throws Exception {
    List<RawClient> attackers = attackers(20);
    Patience.until("the first job is being opened", () -> opening.get() == 1);
    RawClient other = RawClient.proven(worker.service(), "2001:db8::1");
    other.job(1, 1000);
    Patience.until("that of the other client, too", () -> opening.get() == 2);
    mayEnd.countDown();
    var _ = other.await(Message.Ready.class);
    int ready = 0;
    for (RawClient attacker : attackers) {
      ready += attacker.awaitReady() ? 1 : 0;
    }
    assertEquals(17, ready, "1 was being opened, 16 waited");
    assertEquals(2, most.get(), "at a time");
  }

  /// So many peers that all places among those who wait are taken.
  @Test
  void whoComesWhenAllWaitIsNotRefused() throws Exception {
    var attackers = new ArrayList<RawClient>();
    for (int peer = 1; peer <= 4; peer++) {
      // Of two peers one is being opened at once.
      for (int i = 0; i < (peer <= 2 ? 17 : 16); i++) {
        RawClient client = RawClient.proven(worker.service(), "192.0.2." + peer);
        client.job(1, 1000);
        attackers.add(client);
      }
      int opened = Math.min(peer, 2);
      Patience.until("one is being opened", () -> opening.get() == opened);
    }
    RawClient other = RawClient.proven(worker.service(), "198.51.100.1");
    other.job(1, 1000);
    Patience.until(
        "one of the others makes room",
        () -> attackers.stream().anyMatch(OpeningsAttackTest::hasEnded));
    assertEquals(1, attackers.stream().filter(OpeningsAttackTest::hasEnded).count());
    mayEnd.countDown();
    var _ = other.await(Message.Ready.class);
  }

  private static boolean hasEnded(RawClient client) {
    return client.heard().stream().anyMatch(Message.Goodbye.class::isInstance);
  }

  /// Nor do they take a place among those who wait.
  @Test
  void whoHasLeftKeepsNobodyOfItsPeerOut() throws Exception {
    List<RawClient> attackers = attackers(17);
    Patience.until("the first job is being opened", () -> opening.get() == 1);
    for (RawClient attacker : attackers) {
      attacker.say(new Message.Goodbye(EndReason.FINISHED, ""));
    }
    Patience.until(
        "all have left",
        () -> worker.log().lines().stream().filter(l -> l.startsWith("ended")).count() == 17);
    RawClient other = attackers(1).getFirst();
    mayEnd.countDown();
    var _ = other.await(Message.Ready.class);
  }

  /// Those who have gone meanwhile do not take a turn.
  @Test
  void whoLeavesIsNotWaitedFor() throws Exception {
    List<RawClient> attackers = attackers(10);
    Patience.until("the first job is being opened", () -> opening.get() == 1);
    for (RawClient attacker : attackers) {
      attacker.say(new Message.Goodbye(EndReason.FINISHED, ""));
    }
    Patience.until(
        "all have left",
        () -> worker.log().lines().stream().filter(l -> l.startsWith("ended")).count() == 10);
    RawClient other = RawClient.proven(worker.service(), "192.0.2.77");
    other.job(1, 1000);
    mayEnd.countDown();
    var _ = other.await(Message.Ready.class);
    Patience.until("all are done", () -> opening.get() == 0);
    assertTrue(most.get() <= 2);
    assertEquals(1, worker.service().load().clients());
  }

  /// All of one network.
  private List<RawClient> attackers(int count) throws Exception {
    var all = new ArrayList<RawClient>();
    for (int i = 0; i < count; i++) {
      RawClient client = RawClient.proven(worker.service(), "2001:db8:1:2:3:4:5:" + i);
      client.job(1, 1000);
      all.add(client);
    }
    return all;
  }

  /// Takes as long to open as the test wants.
  private final class Slow implements EncoderBackendProvider {
    private final RecordedEncoder encoder = new RecordedEncoder();

    @Override
    public String id() {
      return encoder.id();
    }

    @Override
    public String description() {
      return encoder.description();
    }

    @Override
    public List<OptionSpec> options() {
      return encoder.options();
    }

    @Override
    public Availability availability(Options options) {
      return encoder.availability(options);
    }

    @Override
    public EncoderBackend open(VideoFormat format, EncoderSettings settings) {
      most.accumulateAndGet(opening.incrementAndGet(), Math::max);
      try {
        mayEnd.await();
        return encoder.open(format, settings);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        opening.decrementAndGet();
      }
    }
  }
}
