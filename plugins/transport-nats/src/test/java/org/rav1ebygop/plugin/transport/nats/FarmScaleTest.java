package org.rav1ebygop.plugin.transport.nats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.testkit.Patience;

/// A large farm, a film of many GOPs, workers that go and come back, and a server that restarts:
/// the engine accounts each GOP once, and the film has the right bytes. `-Dfarm.workers=200
/// -Dfarm.gops=50000` makes it as large as `bench/farm.sh` does.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("waits")
class FarmScaleTest {
  private static final int WORKERS = Integer.getInteger("farm.workers", 30);
  private static final int GOPS = Integer.getInteger("farm.gops", 2000);

  @TempDir Path folder;

  @Test
  void eachGopIsAccountedOnceHoweverManyWorkersComeAndGo() throws Exception {
    try (var server = NatsServer.start();
        var _ = new FarmProcess(server.url(), WORKERS)) {
      int threadsBefore = threads();
      long heapBefore = heap();
      FarmFilm film =
          new FarmFilm(new TinyGops(GOPS, 1), folder, Options.NONE.with("nats", server.url()))
              .start();
      await(film, () -> film.done() >= GOPS / 3 && film.usefulWorkers() >= WORKERS);
      int threadsThen = threads();
      long heapThen = heap();
      await(film, () -> film.done() >= GOPS / 2);
      server.kill();
      server.startAgain();
      Duration time = film.assertWhole();
      assertTrue(film.lost() >= FarmProcess.going(WORKERS), film.lost() + " leases were lost");
      System.out.printf(
          "farm of %d workers: %d GOPs in %.1f s, %d leases lost; the client took %.1f MB of heap and %d threads for it%n",
          WORKERS,
          GOPS,
          time.toMillis() / 1e3,
          film.lost(),
          (heapThen - heapBefore) / 1e6,
          threadsThen - threadsBefore);
    }
  }

  /// Waits for something that happens while the film is encoded.
  private static void await(FarmFilm film, BooleanSupplier condition) {
    Patience.until(
        "the film is as far",
        () -> {
          assertTrue(film.isRunning(), "the film is over");
          return condition.getAsBoolean();
        });
  }

  /// Those of the system.
  private static int threads() {
    return Thread.getAllStackTraces().size();
  }

  /// What is alive of it, in bytes.
  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
