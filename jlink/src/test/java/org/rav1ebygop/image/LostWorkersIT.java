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

  /// A GOP for each worker and one for this machine. What a killed worker had is kept for it for a
  /// minute, so no worker is given what another one had before all are killed, or it is, which is
  /// as good.
  @Test
  void thirtyWorkersThatAreKilledOneAfterAnotherCostNoTry() throws Exception {
    Path alone = scratch.resolve("alone.ivf");
    longGops(alone).toEnd().expectCode(0);
    Path file = replace(scratch.resolve("workers.toml"), "");
    Path output = scratch.resolve("out.ivf");
    Run encoding =
        longGops(output)
            .and("--workers", file, "--rav1e", gated("here"), "--max-tries", 1, "-v")
            .and("--local-workers", 1, "--stall-timeout", "off");
    var toml = new StringBuilder();
    try (Running run = encoding.start()) {
      for (int i = 0; i < WORKERS; i += AT_A_TIME) {
        List<RunningWorker> batch = start(toml, i);
        replace(file, toml.toString());
        for (int k = 0; k < AT_A_TIME; k++) {
          awaitHeld(run, "w" + (i + k));
          batch.get(k).process().handle().destroyForcibly();
        }
      }
      run.awaitThat("all are lost", () -> lost(run) >= WORKERS);
      Files.createFile(scratch.resolve("here/go"));
      Outcome outcome = run.await().expectCode(0);
      assertFalse(outcome.stderr().contains(" failed: "), outcome::toString);
    }
    assertEquals(-1, Files.mismatch(alone, output));
  }

  private List<RunningWorker> start(StringBuilder toml, int first) throws Exception {
    var started = new ArrayList<RunningWorker>();
    for (int i = first; i < first + AT_A_TIME; i++) {
      String name = "w" + i;
      RunningWorker worker =
          closing(RunningWorker.start(Map.of(), "--threads", 1, "--rav1e", gated(name)));
      toml.append(worker.toml("name = \"%s\"".formatted(name)));
      started.add(worker);
    }
    return started;
  }

  /// A rav1e that holds all GOPs until there is a file `go` in the folder.
  private Path gated(String folder) throws Exception {
    return new BadEncoder(IMAGE, Files.createDirectory(scratch.resolve(folder))).holdingAll();
  }

  private static long lost(Running run) {
    return run.stderrSoFar().lines().filter(line -> line.contains(" was lost: ")).count();
  }

  @Test
  void aWorkerThatIsKilledThreeTimesAndComesBackCostsNoTry() throws Exception {
    RunningWorker worker = worker(Map.of(), "--rav1e", gated("first"));
    Run encoding =
        remote(worker.toml("name = \"first\""))
            .and("--no-local", "--max-tries", 1, "-v", "--stall-timeout", "off");
    try (Running run = encoding.start()) {
      awaitHeld(run, "first");
      for (String next : List.of("second", "third", "fourth")) {
        worker.process().handle().destroyForcibly();
        worker.process().await();
        worker = again(worker, gated(next));
        awaitHeld(run, next);
      }
      Files.createFile(scratch.resolve("fourth/go"));
      Outcome outcome = run.await().expectCode(0);
      assertTrue(lost(run) >= 3, outcome::toString);
      assertFalse(outcome.stderr().contains(" failed: "), outcome::toString);
    }
    expectTheSame();
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
      String name = "GOP 4 (frames 48-52) ";
      assertTrue(
          outcome.stderr().contains(name + "was lost with 3 workers, w0, w1, w2"),
          outcome::toString);
      assertTrue(outcome.stderr().contains(name + "failed and was skipped: "), outcome::toString);
      assertTrue(outcome.stderr().contains("INCOMPLETE: 48 of 53 frames"), outcome::toString);
    }
  }

  /// A GOP of four frames for each worker, and one more.
  private static Run longGops(Path output) throws Exception {
    return IMAGE
        .run(Clips.small(4 * (WORKERS + 1)), "-o", output, "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 4, "--min-keyint", 2);
  }
}
