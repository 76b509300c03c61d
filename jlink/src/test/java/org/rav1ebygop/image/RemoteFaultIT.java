package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.image.FaultyLink.Fault;
import org.rav1ebygop.testkit.ReservedPort;

/// Workers that fail in ways of their own.
@Tag("waits")
class RemoteFaultIT extends RemoteFilm {
  @Test
  void aWorkerThatStandsStillCostsNoGopAndWorksAgainLater() throws Exception {
    RunningWorker still = holdingWorker("still");
    RunningWorker other = worker(Map.of());
    String toml = still.toml("name = \"still\"") + other.toml("name = \"other\"");
    try (Running run = remote(toml).and("--no-local", "-v").start()) {
      awaitHeld(run, "still");
      still.process().signal("STOP");
      run.await().expectCode(0);
    }
    expectTheSame();
    Files.createFile(scratch.resolve("still/go"));
    still.process().signal("CONT");
    expectTheFilm(remote(still.toml("")).and("--no-local"));
  }

  /// Frames go up: a part of the first GOP, several GOPs. Packets come down: the greeting is done
  /// after about 600 bytes.
  @ParameterizedTest
  @CsvSource({"20000, -1", "150000, -1", "-1, 1500", "-1, 4000"})
  void aWorkerThatIsKilledInTheMiddleOfATransferCostsNoGop(long up, long down) throws Exception {
    RunningWorker first = worker(Map.of());
    RunningWorker second = worker(Map.of());
    FaultyLink link = link(first, _ -> new Fault.Then(up, down, () -> kill(first)));
    Path file = scratch.resolve("workers.toml");
    try (Running run = remote(at(link, first)).and("--no-local").start()) {
      assertTrue(first.process().await().code() != 0);
      replace(file, second.toml("name = \"second\""));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aWorkerThatIsKilledWithAFinishedGopCostsNone() throws Exception {
    RunningWorker first = almostHoldingWorker("first", "--verbose");
    RunningWorker second = worker(Map.of());
    String toml = first.toml("name = \"first\"") + second.toml("name = \"second\"");
    try (Running run = remote(toml).and("--no-local").start()) {
      first.process().awaitStderr("is done");
      kill(first);
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aFarAndNarrowNetworkThatBreaksCostsNothing() throws Exception {
    RunningWorker worker = worker(Map.of());
    var random = new Random(20261123);
    FaultyLink far = link(worker, _ -> new Fault.Slow(100, 1_000_000));
    FaultyLink breaking =
        closing(
            new FaultyLink(
                far.port(),
                n ->
                    n < 3
                        ? new Fault.Cut(100_000 + random.nextInt(200_000), -1)
                        : new Fault.None()));
    expectTheFilm(remote(at(breaking, worker)).and("--no-local"));
    assertTrue(breaking.connections() > 2, breaking.connections() + " connections");
  }

  @Test
  void theFullDiskOfAWorkerIsNamedAndCostsNoGop() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(scratch.resolve("disk"), "96k")) {
      Path gated = new BadEncoder(IMAGE, scratch).holdingAll();
      Run program =
          disk.run(
              IMAGE.home().resolve("bin/rav1e-worker"),
              "--ip",
              "127.0.0.1",
              "--port",
              0,
              "--threads",
              2,
              "--rav1e",
              gated);
      program.and("--temp-dir", disk.at("")).with("SERVER_PASSWORD", RunningWorker.PASSWORD);
      RunningWorker full = closing(RunningWorker.of(program));
      RunningWorker other = worker(Map.of());
      String toml = full.toml("name = \"full\"") + other.toml("name = \"other\"");
      Outcome outcome = expectTheFilm(remote(toml).and("--no-local", "-v"));
      assertTrue(outcome.stderr().contains("No space left"), outcome::toString);
    }
  }

  @Test
  void addressesOfVersionSixWork() throws Exception {
    Run program = IMAGE.worker("--ip", "::1", "--port", 0, "--threads", 2);
    RunningWorker worker =
        closing(RunningWorker.of(program.with("SERVER_PASSWORD", RunningWorker.PASSWORD)));
    expectTheFilm(remote(worker.toml("").replace("127.0.0.1", "::1")).and("--no-local"));
  }

  @Test
  void aCertificateOfAnAuthorityIsTrusted() throws Exception {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
    openssl("req -newkey rsa:2048 -nodes -subj /CN=worker -keyout w.key -out w.csr");
    Files.writeString(scratch.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
        "x509 -req -in w.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out w.pem");
    RunningWorker worker =
        worker(
            Map.of(
                "TLS_CERT_PATH", scratch.resolve("w.pem").toString(),
                "TLS_KEY_PATH", scratch.resolve("w.key").toString()));
    String trusted = "secure = true\nca = \"" + scratch.resolve("ca.pem") + "\"";
    expectTheFilm(remote(worker.toml(trusted)).and("--no-local"));
    Outcome unknown =
        remote(worker.toml("secure = true")).and("--no-local", "--overwrite").toEnd().expectCode(5);
    assertTrue(unknown.stderr().contains("certificate"), unknown::toString);
  }

  @Test
  void aWorkerThatComesBackWithAnotherPasswordIsNamedAndDoneWithout() throws Exception {
    Path gated = new BadEncoder(IMAGE, scratch).holdingAll();
    ReservedPort port = closing(new ReservedPort());
    RunningWorker first = closing(RunningWorker.of(workerAt(port, RunningWorker.PASSWORD)));
    try (Running run = remote(first.toml("name = \"first\"")).and("--rav1e", gated).start()) {
      first.process().awaitDescendants();
      kill(first);
      first.process().await();
      closing(RunningWorker.of(workerAt(port, "another password, longer")));
      run.awaitStderr("password");
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aWorkerThatDrainsEndsWhatItHasAndTheRestGoesElsewhere() throws Exception {
    Path gated = new BadEncoder(IMAGE, scratch).holdingAll();
    RunningWorker draining = worker(Map.of(), "--drain", "--verbose", "--rav1e", gated);
    Path file = scratch.resolve("workers.toml");
    try (Running run = remote(draining.toml("name = \"draining\"")).and("--no-local").start()) {
      draining.process().awaitThat("an encoder has a GOP", () -> gopsAtEncoders() > 0);
      draining.process().signal("TERM");
      draining.process().awaitStderr("a second signal stops at once");
      assertTrue(draining.get("/healthz").startsWith("503"));
      Files.createFile(scratch.resolve("go"));
      Outcome ended = draining.process().await().expectCode(0);
      assertTrue(ended.stderr().contains("is done"), ended::toString);
      replace(file, worker(Map.of()).toml("name = \"other\""));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  /// A second signal right after the first counts as the same. Only a second one can end it: the
  /// encoders wait, and there is no other worker.
  @Test
  void aSecondSignalEndsADrainingWorkerAtOnceAndItsGopsGoElsewhere() throws Exception {
    Path gated = new BadEncoder(IMAGE, scratch).holdingAll();
    RunningWorker draining = worker(Map.of(), "--drain", "--rav1e", gated);
    Path file = scratch.resolve("workers.toml");
    Run encoding = remote(draining.toml("name = \"draining\"")).and("--no-local");
    try (Running run = encoding.start()) {
      draining.process().awaitThat("an encoder has a GOP", () -> gopsAtEncoders() > 0);
      draining.process().signal("TERM");
      draining.process().awaitStderr("a second signal stops at once");
      draining.process().signalUntilItEnds("TERM").expectCode(0);
      replace(file, worker(Map.of()).toml("name = \"other\""));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aWorkerThatStopsGivesItsGopsBackWithoutAFailure() throws Exception {
    Path gated = new BadEncoder(IMAGE, scratch).holdingAll();
    RunningWorker stopping = worker(Map.of(), "--rav1e", gated);
    Path file = scratch.resolve("workers.toml");
    Run encoding = remote(stopping.toml("name = \"stopping\"")).and("--no-local", "-v");
    try (Running run = encoding.start()) {
      stopping.process().awaitThat("an encoder has a GOP", () -> gopsAtEncoders() > 0);
      stopping.process().signal("TERM");
      stopping.process().await().expectCode(0);
      run.awaitStderr(" gave it back: the worker stop");
      replace(file, worker(Map.of()).toml("name = \"other\""));
      Outcome outcome = run.await().expectCode(0);
      assertFalse(outcome.stderr().contains(" failed: "), outcome::toString);
    }
    expectTheSame();
  }

  /// Its frames are as many, its bitstream is whole: only the pictures tell.
  @Test
  void aWorkerThatReturnsAnotherGopIsFoundOut() throws Exception {
    Path bad =
        new BadEncoder(IMAGE, scratch)
            .before(
                """
                [ -e DIR/first ] || { cp $film DIR/copy.$$ && mv -n DIR/copy.$$ DIR/first; }
                if ! cmp -s $film DIR/first && mkdir DIR/once 2>/dev/null; then film=DIR/first; fi\
                """);
    RunningWorker worker = worker(Map.of(), "--rav1e", bad);
    Outcome outcome = expectTheFilm(remote(worker.toml("")).and("--no-local", "-v"));
    assertTrue(Files.exists(scratch.resolve("once")));
    assertTrue(outcome.stderr().contains("attempt 1"), outcome::toString);
  }

  private void openssl(String arguments) throws IOException {
    new Run("openssl", (Object[]) arguments.split(" ")).in(scratch).toEnd().expectCode(0);
  }

  private static Run workerAt(ReservedPort port, String password) {
    return IMAGE
        .worker("--ip", "127.0.0.1", "--port", port.number(), "--threads", 2)
        .with("SERVER_PASSWORD", password);
  }

  private static void kill(RunningWorker worker) {
    worker.process().handle().destroyForcibly();
  }
}
