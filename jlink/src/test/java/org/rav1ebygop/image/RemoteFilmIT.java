package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.image.FaultyLink.Fault;

/// Films that workers elsewhere encode are those that are encoded here, whatever happens on the
/// way.
@Tag("waits")
class RemoteFilmIT extends RemoteFilm {
  @Test
  void oneWorkerAndSomeTogetherWithAndWithoutTls() throws Exception {
    RunningWorker plain = worker(Map.of());
    RunningWorker secret = tlsWorker();
    String pinned = "name = \"secret\"\nsecure = true\nfingerprint = \"" + pin(secret) + "\"\n";
    expectTheFilm(remote(plain.toml("")).and("--no-local"));
    expectTheFilm(remote(plain.toml("") + secret.toml(pinned)));
    Path authority = scratch.resolve("worker-cert.pem");
    String signed = "secure = true\nca = \"" + authority + "\"\n";
    expectTheFilm(remote(secret.toml(signed)).and("--no-local"));
  }

  @Test
  void anotherCertificateThanThePinnedOneIsRefused() throws Exception {
    RunningWorker secret = tlsWorker();
    String wrong = "secure = true\nfingerprint = \"sha256:" + "00".repeat(32) + "\"\n";
    Outcome outcome = remote(secret.toml(wrong)).and("--no-local").toEnd().expectCode(5);
    assertTrue(outcome.stderr().contains(pin(secret)), outcome::toString);
  }

  @Test
  void anotherPasswordIsNamedAndTheFilmIsEncodedHere() throws Exception {
    String toml = worker(Map.of("SERVER_PASSWORD", "another password")).toml("");
    Outcome outcome = expectTheFilm(remote(toml));
    assertTrue(outcome.stderr().contains("password"), outcome::toString);
    assertFalse(outcome.stderr().contains(RunningWorker.PASSWORD), outcome::toString);
    Outcome alone = remote(toml).and("--no-local", "--overwrite").toEnd().expectCode(5);
    assertTrue(alone.stderr().contains("password"), alone::toString);
  }

  @Test
  void aWorkerThatIsKilledCostsNoGop() throws Exception {
    RunningWorker first = holdingWorker("first");
    RunningWorker second = worker(Map.of());
    String toml = first.toml("name = \"first\"") + second.toml("name = \"second\"");
    try (Running run = remote(toml).and("--no-local", "-v").start()) {
      awaitHeld(run, "first");
      first.process().signal("KILL");
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void withoutAnyWorkerLeftWhatIsFinishedIsKept() throws Exception {
    Path held = new BadEncoder(IMAGE, scratch).holdingAllButOne();
    RunningWorker only = worker(Map.of(), "--rav1e", held);
    try (Running run = remote(only.toml("")).and("--no-local", "-v").start()) {
      run.awaitStderr(" done: ");
      only.process().signal("KILL");
      only.process().await();
      run.signal("TERM");
      run.await().expectCode(130);
    }
    assertTrue(Files.isDirectory(scratch.resolve("out.ivf.gops")));
    Files.createFile(scratch.resolve("go"));
    expectTheFilm(encode(scratch.resolve("out.ivf")).and("--resume"));
  }

  @Test
  void aClientThatIsKilledGoesOn() throws Exception {
    Path gated = new BadEncoder(IMAGE, scratch).holdingAllButOne();
    RunningWorker worker = closing(RunningWorker.start(Map.of(), "--threads", 1, "--rav1e", gated));
    try (Running run = remote(worker.toml("")).and("--no-local", "-v").start()) {
      worker.process().awaitThat("the second encoder waits", () -> gopsAtEncoders() == 2);
      run.signal("KILL");
      run.await();
    }
    try (Running run = remote(worker.toml("")).and("--no-local", "--resume").start()) {
      worker.process().awaitStderr("another client waits for its places");
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void connectionsThatBreakAgainAndAgainCostNothing() throws Exception {
    RunningWorker worker = worker(Map.of());
    var random = new Random(20261123);
    FaultyLink link = link(worker, _ -> new Fault.Cut(60_000 + random.nextInt(300_000), -1));
    expectTheFilm(remote(at(link, worker)).and("--no-local"));
    assertTrue(link.connections() > 2, link.connections() + " connections");
  }

  @Test
  void aSlowNetworkAndOneThatFallsSilentCostNothing() throws Exception {
    RunningWorker worker = worker(Map.of());
    FaultyLink link =
        link(worker, n -> n == 0 ? new Fault.Hole(2000) : new Fault.Slow(5, 4_000_000));
    expectTheFilm(remote(at(link, worker)).and("--no-local"));
    assertTrue(link.connections() > 1, link.connections() + " connections");
  }

  @Test
  void workersMayComeAndGoWhileTheFilmIsEncoded() throws Exception {
    RunningWorker first = almostHoldingWorker("first");
    RunningWorker second = worker(Map.of());
    Path file = scratch.resolve("workers.toml");
    try (Running run = remote(first.toml("name = \"first\"")).and("--no-local", "-v").start()) {
      run.awaitStderr(" done: ");
      replace(file, second.toml("name = \"second\""));
      second.process().awaitDescendants();
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void anEncoderOfAnotherVersionIsRefusedWithBoth() throws Exception {
    Path other =
        new BadEncoder(IMAGE, scratch)
            .script(
                "other",
                "[ $1 != --version ] || { echo 'rav1e 9.9.9 (release)'; exit; }; exec REAL \"$@\"");
    RunningWorker worker = worker(Map.of(), "--rav1e", other);
    Outcome outcome = remote(worker.toml("")).and("--no-local").toEnd().expectCode(5);
    assertTrue(outcome.stderr().contains("rav1e 9.9.9"), outcome::toString);
    assertTrue(outcome.stderr().contains("rav1e 0."), outcome::toString);
  }

  @Test
  void anEncoderThatFailsAtAWorkerCostsNoGop() throws Exception {
    Path bad =
        new BadEncoder(IMAGE, scratch).before("if mkdir DIR/once 2>/dev/null; then kill -9 $$; fi");
    RunningWorker worker = worker(Map.of(), "--rav1e", bad);
    Outcome outcome = expectTheFilm(remote(worker.toml("")).and("--no-local", "-v"));
    assertTrue(outcome.stderr().contains("attempt 1"), outcome::toString);
  }
}
