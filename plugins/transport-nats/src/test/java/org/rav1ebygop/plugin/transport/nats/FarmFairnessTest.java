package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Options;

/// Clients share a farm that has fewer places than they want. Encoders end when the test says so,
/// one at a time, in an order drawn by lot: who gets how much depends on no clock.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FarmFairnessTest {
  private static final int WORKERS = 12;

  /// One and two at a worker, by turns.
  private static final int PLACES = WORKERS / 2 * (1 + 2);

  /// Encoders that end while shares are counted, and GOPs of each client, which are not to end
  /// before.
  private static final int ROUNDS = 900;

  private static final int GOPS = 600;
  private static final double TOLERANCE = 0.1;

  @TempDir Path folder;

  private final Gate gate = new Gate(new Random(20));
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<FarmFilm> films = new ArrayList<>();
  private Options farm = Options.NONE;

  @BeforeEach
  void openFarm() throws Exception {
    NatsServer server = NatsServer.start(-1);
    opened.add(server);
    farm = Options.NONE.with("nats", server.url());
    for (int i = 0; i < WORKERS; i++) {
      opened.add(new FarmWorker(farm.with("name", "w" + i), 1 + i % 2, gate.encoder()));
    }
  }

  @AfterEach
  void closeFarm() throws Exception {
    gate.open();
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void threeClientsGetAThirdEach() throws Exception {
    start(3);
    share();
    finish();
  }

  /// Which encoders end is drawn by lot: some places become free several times before others do.
  @Test
  void aClientThatComesLaterSoonGetsItsShare() throws Exception {
    start(2);
    gate.await(PLACES);
    start(1);
    int ended = 0;
    for (; films.getLast().open() < PLACES / 3; ended++) {
      assertTrue(
          ended < 3 * PLACES,
          String.format(Locale.ROOT, "%d of %d", films.getLast().open(), PLACES / 3));
      next();
    }
    share();
    finish();
  }

  /// Starts clients, and waits until all workers know them.
  private void start(int clients) throws IOException, InterruptedException {
    List<FarmFilm> added = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int seed = films.size() + added.size();
      Path own = Files.createDirectory(folder.resolve("client" + seed));
      added.add(new FarmFilm(new TinyGops(GOPS, seed), own, farm));
    }
    added.forEach(FarmFilm::start);
    films.addAll(added);
    for (FarmFilm film : added) {
      await(() -> film.workers() == WORKERS);
    }
  }

  /// Over many rounds every client finishes about as many GOPs as the others, and has encoders for
  /// about as long; a round is the time until one encoder ends.
  private void share() throws InterruptedException {
    int[] before = films.stream().mapToInt(FarmFilm::done).toArray();
    long[] time = new long[films.size()];
    for (int round = 0; round < ROUNDS; round++) {
      gate.await(PLACES);
      for (int i = 0; i < time.length; i++) {
        time[i] += films.get(i).open();
      }
      gate.endOne();
    }
    gate.await(PLACES);
    long all = Arrays.stream(time).sum();
    for (int i = 0; i < time.length; i++) {
      FarmFilm film = films.get(i);
      assertTrue(film.isRunning());
      assertShare("GOPs of client " + i, film.done() - before[i], ROUNDS);
      assertShare("encode time of client " + i, time[i], all);
    }
  }

  private void assertShare(String what, long some, long all) {
    double share = (double) some / all * films.size();
    assertEquals(1, share, TOLERANCE, String.format(Locale.ROOT, "%s: %d of %d", what, some, all));
  }

  private void next() throws InterruptedException {
    gate.await(PLACES);
    gate.endOne();
    gate.await(PLACES);
  }

  private void finish() throws Exception {
    gate.open();
    for (FarmFilm film : films) {
      film.assertWhole();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }
}
