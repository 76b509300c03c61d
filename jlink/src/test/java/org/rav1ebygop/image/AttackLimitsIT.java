package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.testkit.Patience;

/// Attacks on a worker of the image by clients that know the password, or guess it, and want more
/// than their share. docs/security.md names the test of each promise.
class AttackLimitsIT {
  /// Clients that were offered a place in turn, and all come to use it.
  @Test
  void aWorkerRunsNoMoreEncodersThanItHasSlotsWhateverWasOffered() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var worker = RunningWorker.start(Map.of(), "--threads", 1)) {
      List<Attacker> attackers = attackers(http, worker, 3);
      for (Attacker attacker : attackers) {
        attacker.job(64, 48);
        var _ = attacker.await(Message.Ready.class);
      }
      for (Attacker attacker : attackers.subList(0, 2)) {
        assertEquals(1, attacker.await(Message.Offer.class).lease());
        assertEquals(0, attacker.await(Message.Offer.class).lease(), "taken back");
      }
      assertEquals(1, attackers.getLast().await(Message.Offer.class).lease());
      var frame = Bytes.of(new byte[64 * 48 * 3 / 2]);
      for (Attacker attacker : attackers) {
        attacker.say(new Message.Lease(1, 0, 1, 0, -1));
        attacker.say(new Message.Frame(new Message.Part(1, 0, frame.size(), 0, frame), 0, 0));
      }
      for (Attacker attacker : attackers.subList(0, 2)) {
        assertEquals(1, attacker.await(Message.Declined.class).lease());
      }
      assertTrue(encoders(worker) <= 1, () -> encoders(worker) + " encoders");
      attackers.forEach(Attacker::close);
    }
  }

  /// Each job has an encoder tried out before anything is encoded.
  @Test
  void aWorkerOpensFewJobsAtATime() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var worker = RunningWorker.start(Map.of(), "--threads", 1)) {
      List<Attacker> attackers = attackers(http, worker, 12);
      for (Attacker attacker : attackers) {
        attacker.job(3840, 2160);
      }
      var most = new AtomicInteger();
      Patience.until(
          "all jobs are open",
          () -> {
            most.accumulateAndGet(encoders(worker), Math::max);
            return attackers.stream().allMatch(one -> one.hasHeard(Message.Ready.class));
          });
      assertTrue(most.get() <= 2, () -> most + " encoders");
      attackers.forEach(Attacker::close);
    }
  }

  /// Connections that were made before the pause have to keep to it. They last for 30 s, in which
  /// pauses of 1, 2, 4, 8 and 16 s allow five tries more than the first four.
  @Test
  void aVolleyOfGuessesGetsNoMoreAnswersThanOneGuesser() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var worker = RunningWorker.start(Map.of(), "--threads", 1)) {
      List<Attacker> attackers = attackers(http, worker, 40);
      var challenges = new ArrayList<Message.Challenge>();
      for (Attacker attacker : attackers) {
        challenges.add(attacker.challenge());
      }
      long begin = System.nanoTime();
      for (int i = 0; i < attackers.size(); i++) {
        attackers.get(i).prove(challenges.get(i), "guess");
      }
      int answered = 0;
      for (Attacker attacker : attackers) {
        answered += attacker.end() == EndReason.PASSWORD ? 1 : 0;
      }
      // three at once, then one after pauses of 1, 2, 4, … 60 s
      double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
      double most = 4 + Math.log(seconds + 1) / Math.log(2) + seconds / 60;
      int told = answered;
      assertTrue(told <= most, () -> told + " were told that it is another password");
    }
  }

  private static List<Attacker> attackers(HttpClient http, RunningWorker worker, int count) {
    return IntStream.range(0, count).mapToObj(_ -> new Attacker(http, worker.port())).toList();
  }

  private static int encoders(RunningWorker worker) {
    return (int)
        worker.process().descendants().stream()
            .filter(one -> one.info().command().orElse("").endsWith("rav1e"))
            .count();
  }
}
