package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Workers that are killed while they encode: that speaks against no GOP, unless it is the GOP that
/// kills them.
class LostWorkersIT extends RemoteFilm {
  private static final int WORKERS = 30;
  private static final int AT_A_TIME = 6;

  /// Holds encoders until there is a file `go`.
  private static final String GATE = "until [ -e DIR/go ]; do sleep 0.05; done";

  /// A GOP for each worker and one for this machine. A lost lease is kept for a minute, so no
  /// worker is given what another one had before all are killed, or it is, which is as good.
  @Test
  void thirtyWorkersThatAreKilledOneAfterAnotherCostNoTry() throws Exception {
    Path alone = scratch.resolve("alone.ivf");
    longGops(alone).toEnd().expectCode(0);
    Path gated = new BadEncoder(IMAGE, scratch).before(GATE);
    Path file = replace(scratch.resolve("workers.toml"), "");
    Path output = scratch.resolve("out.ivf");
    Run encoding =
        longGops(output)
            .and("--workers", file, "--rav1e", gated, "--max-tries", 1, "-v")
            .and("--local-workers", 1, "--stall-timeout", 900);
    var toml = new StringBuilder();
    var batch = new ArrayList<RunningWorker>(start(toml, 0, gated));
    replace(file, toml.toString());
    try (Running run = encoding.start()) {
      for (int i = 0; i < WORKERS; i++) {
        if (i % AT_A_TIME == 0 && i > 0) {
          batch.addAll(start(toml, i, gated));
          replace(file, toml.toString());
        }
        run.awaitStderr(" -> w" + i + "/1");
        batch.get(i).process().handle().destroyForcibly();
      }
      run.awaitThat("all are lost", () -> lost(run) >= WORKERS);
      Files.createFile(scratch.resolve("go"));
      Outcome outcome = run.await().expectCode(0);
      assertFalse(outcome.stderr().contains(" failed: "), outcome::toString);
    }
    assertEquals(-1, Files.mismatch(alone, output));
  }

  private List<RunningWorker> start(StringBuilder toml, int first, Path encoder) throws Exception {
    var started = new ArrayList<RunningWorker>();
    for (int i = first; i < first + AT_A_TIME; i++) {
      RunningWorker worker =
          closing(RunningWorker.start(Map.of(), "--threads", 1, "--rav1e", encoder));
      toml.append(worker.toml("name = \"w%s\"".formatted(i)));
      started.add(worker);
    }
    return started;
  }

  private static long lost(Running run) {
    return run.stderrSoFar().lines().filter(line -> line.contains(" was lost: ")).count();
  }

  @Test
  void aWorkerThatIsKilledThreeTimesAndComesBackCostsNoTry() throws Exception {
    Path gated = new BadEncoder(IMAGE, scratch).before(GATE);
    RunningWorker worker = worker(Map.of(), "--rav1e", gated);
    Run encoding =
        remote(worker.toml("name = \"first\"")).and("--no-local", "--max-tries", 1, "-v");
    try (Running run = encoding.start()) {
      for (int i = 1; i <= 3; i++) {
        int attempt = i;
        run.awaitThat("it encodes", () -> leased(run, "first/") >= lost(run) + 1);
        worker.process().handle().destroyForcibly();
        worker.process().await();
        worker = again(worker, gated);
        run.awaitThat("it is lost", () -> lost(run) >= attempt);
      }
      Files.createFile(scratch.resolve("go"));
      Outcome outcome = run.await().expectCode(0);
      assertFalse(outcome.stderr().contains(" failed: "), outcome::toString);
    }
    expectTheSame();
  }

  private static long leased(Running run, String slots) {
    return run.stderrSoFar().lines().filter(line -> line.contains(" -> " + slots)).count();
  }

  /// The same worker at the same address.
  private RunningWorker again(RunningWorker worker, Path encoder) throws Exception {
    Run program = IMAGE.worker("--ip", "127.0.0.1", "--port", worker.port(), "--threads", 2);
    program.and("--rav1e", encoder).with("SERVER_PASSWORD", RunningWorker.PASSWORD);
    return closing(RunningWorker.of(program));
  }

  /// The encoder of the last, short GOP kills the worker that started it.
  @Test
  void aGopThatKillsEveryWorkerIsSetAsideAndNamed() throws Exception {
    Path deadly =
        new BadEncoder(IMAGE, scratch).before("[ $(wc -c <$film) -gt 200000 ] || kill -9 $PPID");
    var workers = new ArrayList<RunningWorker>();
    var toml = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      workers.add(worker(Map.of(), "--rav1e", deadly));
      toml.append(workers.get(i).toml("name = \"w%s\"".formatted(i)));
    }
    Path file = replace(scratch.resolve("workers.toml"), toml.toString());
    Run encoding =
        IMAGE
            .run(Clips.small(53), "-o", scratch.resolve("out.ivf"), "--speed", 10)
            .and("--splitter", "fixed", "--keyint", 12, "--workers", file)
            .and("--no-local", "--max-tries", 1);
    try (Running run = encoding.start()) {
      while (!run.endsWithin(Duration.ofMillis(100))) {
        for (int i = 0; i < workers.size(); i++) {
          if (!Running.isAlive(workers.get(i).process().handle())) {
            workers.set(i, again(workers.get(i), deadly));
          }
        }
      }
      Outcome outcome = run.await().expectCode(4);
      String name = "GOP 4 (frames 48-52) was ";
      assertTrue(
          outcome.stderr().contains(name + "lost with 3 workers, w0, w1, w2"), outcome::toString);
      assertTrue(outcome.stderr().contains(name + "set aside: "), outcome::toString);
      assertTrue(outcome.stderr().contains("INCOMPLETE: 48 of 53 frames"), outcome::toString);
    }
  }

  /// A GOP of four frames for each worker, and one more.
  private static Run longGops(Path output) throws Exception {
    return IMAGE
        .run(Clips.small(4 * (WORKERS + 1)), "-o", output, "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 4);
  }
}
