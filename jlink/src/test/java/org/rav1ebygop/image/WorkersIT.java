package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.ReservedPort;

/// `rav1e-by-gop workers`, for workers in a file and in a farm.
@Tag("waits")
class WorkersIT extends RemoteFilm {
  /// Seconds; the command ends when all have answered.
  private static final long LONG = Patience.LIMIT.toSeconds();

  @Test
  void everyWorkerOfTheFileIsListedWithWhatItDoes() throws Exception {
    RunningWorker busy = worker(Map.of());
    String gone =
        busy.toml("name = \"gone\"")
            .replace("port = " + busy.port(), "port = " + closing(new ReservedPort()).number());
    Path file = replace(scratch.resolve("workers.toml"), busy.toml("name = \"busy\"") + gone);
    JsonObject idle = report("--workers", file);
    assertEquals(2, idle.get("slots").getAsInt());
    JsonObject first = worker(idle, "busy");
    assertTrue(first.get("usable").getAsBoolean());
    assertEquals(0, first.get("pixelRate").getAsLong());
    assertTrue(first.get("encoders").toString().contains("rav1e 0.7"), idle::toString);
    String trouble = worker(idle, "gone").get("trouble").getAsString();
    assertTrue(trouble.contains("nobody listens"), trouble);

    expectTheFilm(remote(busy.toml("")).and("--no-local"));
    JsonObject later =
        worker(report("--workers", replace(file, busy.toml("name = \"busy\""))), "busy");
    assertTrue(later.get("pixelRate").getAsLong() > 0, later::toString);
  }

  @Test
  void whoEncodesIsBusy() throws Exception {
    Path held = new BadEncoder(IMAGE, scratch).holdingAll();
    RunningWorker worker = worker(Map.of(), "--rav1e", held);
    try (Running run = remote(worker.toml("name = \"busy\"")).and("--no-local").start()) {
      run.awaitThat("GOPs are at encoders", () -> gopsAtEncoders() == 2);
      JsonObject seen = worker(report("--workers", scratch.resolve("workers.toml")), "busy");
      assertEquals(1, seen.get("clients").getAsInt());
      assertEquals(2, seen.get("busy").getAsInt());
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  @Test
  void aTableForPeople() throws Exception {
    RunningWorker worker = worker(Map.of());
    replace(scratch.resolve("workers.toml"), worker.toml("name = \"box\""));
    Outcome outcome = IMAGE.run("workers", "--wait", LONG).in(scratch).toEnd().expectCode(0);
    assertTrue(
        outcome.stdout().contains("1 of 1 worker can be used: 2 slots, 2 of them free"),
        outcome::toString);
    assertTrue(outcome.stdout().contains("\nbox "), outcome::toString);
    assertFalse(outcome.stdout().contains(RunningWorker.PASSWORD), outcome::toString);
  }

  @Test
  void everyWorkerOfTheFarmIsListed() throws Exception {
    Broker broker = closing(Broker.start());
    Object[] farm = {"--transport", "nats", "--nats", broker.url()};
    Outcome empty = IMAGE.run("workers").and(farm).toEnd().expectCode(5);
    assertEquals("no worker is there\n", empty.stdout());
    for (String name : new String[] {"one", "two"}) {
      Running worker = closing(IMAGE.worker(farm).and("--name", name, "--threads", 2).start());
      worker.awaitStderr("; rav1e");
    }
    JsonObject found = listed(farm);
    while (found.get("slots").getAsInt() < 4) { // one that answers late is not waited for
      found = listed(farm);
    }
    assertEquals(4, found.get("slots").getAsInt());
    assertTrue(worker(found, "one").get("usable").getAsBoolean());
    assertTrue(worker(found, "two").get("encoders").toString().contains("rav1e 0.7"));
    broker.kill();
    Outcome dead = IMAGE.run("workers", "--wait", 1).and(farm).toEnd().expectCode(5);
    assertTrue(dead.stderr().contains("is the server running"), dead::toString);
    assertEquals(1, dead.stderr().lines().count(), dead::toString);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    assertError(IMAGE.run("workers").in(scratch), 2, "no workers.toml here");
    assertError(IMAGE.run("workers", "--workers", "nowhere.toml"), 2, "no file nowhere.toml");
    assertError(IMAGE.run("workers", "--transport", "local"), 2, "no workers on other machines");
    assertError(IMAGE.run("workers", "--transprt", "nats"), 2, "did you mean --transport?");
    assertError(IMAGE.run("workers", "--wait", 0), 2, "--wait is 1 or more seconds");
  }

  /// What all workers of a file answer, however long they take on a busy machine.
  private static JsonObject report(Object... options) throws IOException {
    Outcome outcome =
        IMAGE.run("workers", "--json", "--wait", LONG).and(options).toEnd().expectCode(0);
    return JsonParser.parseString(outcome.stdout()).getAsJsonObject();
  }

  /// What those answer who are quick enough; that may be nobody.
  private static JsonObject listed(Object... options) throws IOException {
    Outcome outcome = IMAGE.run("workers", "--json").and(options).toEnd();
    return JsonParser.parseString(outcome.stdout()).getAsJsonObject();
  }

  private static JsonObject worker(JsonObject report, String name) {
    JsonArray workers = report.getAsJsonArray("workers");
    return workers.asList().stream()
        .map(one -> one.getAsJsonObject())
        .filter(one -> one.get("worker").getAsString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + report));
  }

  private static void assertError(Run run, int code, String part) throws IOException {
    Outcome outcome = run.toEnd().expectCode(code);
    assertTrue(outcome.stderr().contains(part), outcome::toString);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
  }
}
