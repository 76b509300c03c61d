package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Films that the workers of a NATS farm encode are those that are encoded here, whatever happens
/// on the way.
@Tag("waits")
class NatsIT extends RemoteFilm {
  private final Broker broker;

  NatsIT() throws IOException {
    broker = closing(Broker.start());
  }

  @Test
  void oneWorker() throws Exception {
    farmWorker("one");
    expectTheFilm(farm().and("--no-local"));
  }

  @Test
  void threeWorkersAndThisMachine() throws Exception {
    farmWorker("one");
    farmWorker("two");
    farmWorker("three");
    expectTheFilm(farm());
  }

  @Test
  void aWorkerThatIsKilledAndAnotherThatJoinsCostNoGop() throws Exception {
    Running first = farmWorker("first", "--rav1e", gated());
    try (Running run = farm().and("--no-local", "-v").start()) {
      run.awaitThat("an encoder has a GOP", () -> gopsAtEncoders() > 0);
      first.signal("KILL");
      farmWorker("second");
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aServerThatIsKilledAndComesBackCostsNoGop() throws Exception {
    farmWorker("one", "--rav1e", gated());
    try (Running run = farm().and("--no-local", "-v").start()) {
      run.awaitThat("GOPs are at encoders", () -> gopsAtEncoders() == 2);
      broker.kill();
      run.awaitStderr("NATS");
      broker.startAgain();
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void withoutAServerThisMachineEncodesAlone() throws Exception {
    broker.kill();
    try (Running run = farm().and("--rav1e", gated()).start()) {
      run.awaitStderr(broker.url());
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aServerThatIsKilledForGoodNeverStopsThisMachine() throws Exception {
    Running worker = farmWorker("one");
    try (Running run = farm().and("-v", "--rav1e", gated()).start()) {
      worker.awaitDescendants();
      broker.kill();
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aClientThatIsKilledGoesOn() throws Exception {
    farmWorker("one", "--rav1e", gated());
    try (Running run = farm().and("--no-local", "-v").start()) {
      run.awaitThat("GOPs are at encoders", () -> gopsAtEncoders() == 2);
      run.signal("KILL");
      run.await();
    }
    Files.createFile(scratch.resolve("go"));
    expectTheFilm(farm().and("--no-local", "--resume"));
  }

  @Test
  void withoutThePluginItIsNamed() throws Exception {
    Image image = IMAGE.copyTo(scratch.resolve("image"));
    Path plugin = image.home().resolve("plugins/transport-nats");
    assertTrue(Files.isDirectory(plugin), plugin + " is in the image");
    new Run("rm", "-r", plugin).toEnd().expectCode(0);
    Outcome outcome =
        image
            .run(Clips.small(2), "-o", scratch.resolve("x.ivf"), "--transport", "nats")
            .and("--nats", broker.url())
            .toEnd()
            .expectCode(2);
    assertTrue(outcome.stderr().contains("plugin transport-nats"), outcome::toString);
    Outcome worker = image.worker("--transport", "nats").toEnd().expectCode(2);
    assertTrue(worker.stderr().contains("plugin transport-nats"), worker::toString);
    image.run(Clips.small(2), "-o", scratch.resolve("x.ivf"), "--speed", 10).toEnd().expectCode(0);
  }

  @Test
  void anotherPasswordIsNamed() throws Exception {
    Run run = IMAGE.worker("--transport", "nats", "--nats", broker.url(), "--name", "one");
    Running worker = closing(run.with("SERVER_PASSWORD", RunningWorker.PASSWORD).start());
    worker.awaitStderr("; rav1e");
    Outcome outcome = farm().and("--no-local").toEnd().expectCode(5);
    assertTrue(outcome.stderr().contains("password"), outcome::toString);
    assertFalse(outcome.stderr().contains(RunningWorker.PASSWORD), outcome::toString);
    expectTheFilm(
        farm()
            .and("--no-local", "--nats-password-env", "FARM", "--overwrite")
            .with("FARM", RunningWorker.PASSWORD));
  }

  /// An encoder that begins when there is a file `go`.
  private Path gated() throws IOException {
    return new BadEncoder(IMAGE, scratch).holdingAll();
  }

  private Run farm() throws IOException {
    return encode(scratch.resolve("out.ivf")).and("--transport", "nats", "--nats", broker.url());
  }

  /// Waits until it serves.
  private Running farmWorker(String name, Object... options) throws IOException {
    var arguments = new ArrayList<Object>(List.of("--transport", "nats", "--nats", broker.url()));
    arguments.addAll(List.of("--name", name, "--threads", 2));
    arguments.addAll(List.of(options));
    Running worker = closing(IMAGE.worker(arguments.toArray()).start());
    worker.awaitStderr("; rav1e");
    return worker;
  }
}
