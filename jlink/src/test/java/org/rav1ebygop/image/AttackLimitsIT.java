package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Image IMAGE = Image.built();

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

  /// In a container of 8 GiB, of which a worker gives half to its encoders.
  @Test
  void clientsOfLargePicturesGetNoMoreEncodersThanTheMemoryIsEnoughFor() throws Exception {
    requireMemory();
    try (var group = MemoryGroup.of(8L << 30);
        var http = HttpClient.newHttpClient();
        var worker = RunningWorker.of(inContainer(group))) {
      int slots = encodersFor(192, 108, http, worker);
      assertEquals(slots(worker), slots);
      assertTrue(slots > 1, () -> slots + " slots");
      assertEquals(1, encodersFor(3840, 2160, http, worker));
      assertEquals(slots, encodersFor(192, 108, http, worker));
    }
  }

  /// With more processors than it has memory for.
  private static Run inContainer(MemoryGroup group) {
    return group
        .run(IMAGE.home().resolve("bin/rav1e-worker"), "--ip", "127.0.0.1", "--port", 0)
        .with("SERVER_PASSWORD", RunningWorker.PASSWORD)
        .with("RAV1E_BY_GOP_OPTS", "-XX:ActiveProcessorCount=8");
  }

  private static void requireMemory() throws IOException {
    long freeKib =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum();
    assumeTrue(freeKib > 6 << 20, "there is less than 6 GiB of memory");
  }

  /// How many encoders a client of such pictures gets that takes all it is offered, and gives each
  /// a frame. All that is free is offered before the first encoder takes its frame.
  private static int encodersFor(int width, int height, HttpClient http, RunningWorker worker)
      throws Exception {
    byte[] frame = new byte[width * height * 3 / 2];
    try (var attacker = new Attacker(http, worker.port())) {
      attacker.job(width, height);
      int offered = attacker.await(Message.Offer.class).lease();
      attacker.begin(1, frame);
      for (Message next = attacker.next();
          !(next instanceof Message.Credit);
          next = attacker.next()) {
        offered = next instanceof Message.Offer(int last) ? last : offered;
      }
      for (int lease = 2; lease <= offered; lease++) {
        attacker.begin(lease, frame);
      }
      int running = offered;
      Patience.until("all run", () -> encoders(worker) == running);
      assertEquals(running, busy(worker));
      attacker.say(new Message.Goodbye(EndReason.FINISHED, ""));
      Patience.until("all have ended", () -> encoders(worker) == 0);
      Patience.until("their slots are free", () -> busy(worker) == 0);
      return running;
    }
  }

  private static int busy(RunningWorker worker) {
    return health(worker, "busy");
  }

  private static int slots(RunningWorker worker) {
    return health(worker, "slots");
  }

  private static int health(RunningWorker worker, String what) {
    try {
      String json = worker.get("/healthz").replaceFirst("^200 ", "");
      return JsonParser.parseString(json).getAsJsonObject().get(what).getAsInt();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
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
