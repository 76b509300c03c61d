package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.testkit.Patience;

/// Clients share a farm that has fewer places than they want: nobody waits for the end of another's
/// film. Encoders end when the test says so, the oldest first, one at a time.
///
/// How equal the shares are is what `PlacesTest` of the protocol holds its model to;
/// `-Dfarm.rounds=900` prints those of this farm, as `bench/farm.sh` does.
@Tag("waits")
class FarmFairnessTest {
  private static final int WORKERS = 12;

  /// One and two at a worker, by turns.
  private static final int PLACES = WORKERS / 2 * (1 + 2);

  /// Of each client: far more than it finishes while others are served.
  private static final int GOPS = Math.max(60, Integer.getInteger("farm.rounds", 0));

  /// GOPs that every client must get done.
  private static final int ENOUGH = 6;

  /// Encoders that end at least.
  private static final int ROUNDS = Integer.getInteger("farm.rounds", 0);

  @TempDir Path folder;

  private final Gate gate = new Gate();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<FarmFilm> films = new ArrayList<>();
  private Options farm = Options.NONE;

  @BeforeEach
  void openFarm() throws Exception {
    NatsServer server = NatsServer.start();
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
  void allClientsAreServedThoughEachWantsEverything() throws Exception {
    start(3);
    share();
    finish();
  }

  @Test
  void aClientThatComesLaterIsServedThoughTheOthersHaveAllPlaces() throws Exception {
    start(2);
    gate.await(PLACES);
    start(1);
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
      Patience.until("all workers are known", () -> film.workers() == WORKERS);
    }
  }

  /// Ends encoders until every client has got something done; one that starved would get there only
  /// after the others.
  private void share() throws InterruptedException {
    int[] before = films.stream().mapToInt(FarmFilm::done).toArray();
    int ended = 0;
    for (; ended < ROUNDS || least(before) < ENOUGH; ended++) {
      gate.await(PLACES);
      films.forEach(film -> assertTrue(film.isRunning(), "a film is over before all were served"));
      gate.endOne();
    }
    for (int i = 0; i < before.length; i++) {
      System.out.printf(
          Locale.ROOT,
          "farm of %d places: client %d of %d finished %d of %d GOPs%n",
          PLACES,
          i + 1,
          before.length,
          films.get(i).done() - before[i],
          ended);
    }
  }

  private int least(int[] before) {
    return IntStream.range(0, before.length)
        .map(i -> films.get(i).done() - before[i])
        .min()
        .orElseThrow();
  }

  private void finish() throws Exception {
    gate.open();
    for (FarmFilm film : films) {
      film.assertWhole();
    }
  }
}
