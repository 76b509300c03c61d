package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Farms in which servers die one after the other, and workers that are cut off but alive.
@Tag("waits")
class NatsFaultIT extends RemoteFilm {
  private static final int GOPS = 6;
  private static final int KILLS = 3;

  /// Wherever both sides are connected, each loses its server at least once.
  @Test
  void aClusterThatLosesEachServerInTurnCostsNoGop() throws Exception {
    List<Broker> cluster = Broker.cluster(3);
    cluster.forEach(this::closing);
    String urls = cluster.stream().map(Broker::url).collect(Collectors.joining(","));
    Path held = new BadEncoder(IMAGE, scratch).holdingAll();
    Running worker = farmWorker(urls, "one", "--rav1e", held);
    try (Running run = farm(urls).and("--no-local", "-v").start()) {
      run.awaitThat("GOPs are at encoders", () -> gopsAtEncoders() == 2);
      for (Broker each : cluster) {
        each.kill();
        each.startAgain();
        each.awaitRoute();
      }
      Files.createFile(scratch.resolve("go"));
      Outcome outcome = run.await().expectCode(0);
      assertTrue(outcome.stderr().contains("is gone"), outcome::toString);
    }
    expectTheSame();
    assertTrue(worker.stderrSoFar().contains("is gone"), worker.stderrSoFar());
  }

  /// While an encoder holds a GOP whose frames it has, and when a result has just been stored: with
  /// [NatsIT] that is every phase of a job.
  @Test
  void aServerThatIsKilledAgainAndAgainCostsNoGop() throws Exception {
    Broker broker = closing(Broker.start());
    Path held = new BadEncoder(IMAGE, scratch).before(ONE_BY_ONE);
    farmWorker(broker.url(), "one", "--rav1e", held);
    Path events = scratch.resolve("film.events");
    try (Running run = farm(broker.url()).and("--no-local", "--json", events).start()) {
      for (int round = 0; round < KILLS; round++) {
        int gops = round + 1;
        run.awaitThat("encoders have GOPs", () -> gopsAtEncoders() >= gops);
        broker.kill();
        broker.startAgain();
        Files.createFile(scratch.resolve("go-" + round));
        run.awaitThat("a GOP is stored", () -> count(events, "stored", "one/") >= gops);
        broker.kill();
        broker.startAgain();
      }
      Files.createFile(scratch.resolve("go"));
      run.await().expectCode(0);
    }
    expectTheSame();
  }

  /// The encoders of the worker end while it stands still, so that it has results for leases that
  /// are no longer its own.
  @Test
  void whatAWorkerSaysThatWasCutOffIsIgnored() throws Exception {
    Broker broker = closing(Broker.start());
    Path early = Files.createDirectory(scratch.resolve("early"));
    Path first = new BadEncoder(IMAGE, early).holdingAll();
    Running cut = farmWorker(broker.url(), "cut", "--rav1e", first, "--verbose");
    Path events = scratch.resolve("film.events");
    try (Running run = farm(broker.url()).and("--no-local", "--json", events).start()) {
      cut.awaitStderr("begins");
      run.awaitThat("both slots have a GOP", () -> count(events, "leased", "cut/") == 2);
      cut.signal("STOP");
      Path second = new BadEncoder(IMAGE, scratch).before(HOLD_ONE);
      farmWorker(broker.url(), "other", "--rav1e", second);
      Files.createFile(early.resolve("go"));
      run.awaitThat("all but one are stored", () -> count(events, "stored", "other/") == GOPS - 1);
      assertEquals(0, count(events, "stored", "cut/"));
      cut.signal("CONT");
      cut.awaitStderr("is not wanted any more");
      Files.createFile(scratch.resolve("end"));
      run.await().expectCode(0);
    }
    expectTheSame();
    assertEquals(
        IntStream.range(0, GOPS).boxed().toList(),
        events(events, "stored").map(event -> event.get("gop").getAsInt()).sorted().toList());
  }

  /// The first encoder waits for a file `go-0`, the second one for `go-1` and so on; a file `go`
  /// holds for all.
  private static final String ONE_BY_ONE =
      """
      n=0
      until mkdir DIR/begun-$n 2>/dev/null; do n=$((n + 1)); done
      until [ -e DIR/go-$n ] || [ -e DIR/go ] || [ ! -d DIR ]; do sleep 0.1; done\
      """;

  /// Holds every attempt at the GOP that comes first until there is a file `end`.
  private static final String HOLD_ONE =
      """
      mkdir DIR/once 2>/dev/null && echo $film >DIR/held
      until [ -e DIR/held ] || [ ! -d DIR ]; do sleep 0.1; done
      if [ "$(cat DIR/held)" = $film ]; then until [ -e DIR/end ] || [ ! -d DIR ]; do sleep 0.1; done; fi\
      """;

  private static long count(Path file, String event, String slot) {
    return events(file, event)
        .filter(one -> one.get("slot").getAsString().startsWith(slot))
        .count();
  }

  private static Stream<JsonObject> events(Path file, String event) {
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .filter(one -> one.get("event").getAsString().equals(event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Run farm(String urls) throws IOException {
    return encode(scratch.resolve("out.ivf")).and("--transport", "nats", "--nats", urls);
  }

  /// Waits until it serves.
  private Running farmWorker(String urls, String name, Object... options) throws IOException {
    var arguments = new ArrayList<Object>(List.of("--transport", "nats", "--nats", urls));
    arguments.addAll(List.of("--name", name, "--threads", 2));
    arguments.addAll(List.of(options));
    Running worker = closing(IMAGE.worker(arguments.toArray()).start());
    worker.awaitStderr("; rav1e");
    return worker;
  }
}
