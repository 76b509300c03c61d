package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--json` tells scripts all that happens, as documented, and never disturbs the encode.
@Tag("waits")
class EventsIT {
  private static final Image IMAGE = Image.built();
  private static final int GOPS = 5;

  /// The encoder of the last, short GOP waits for this file.
  private static final String WAIT =
      "[ $(wc -c <$film) -gt 200000 ] || while [ ! -e DIR/go ] && [ -d DIR ]; do sleep 0.1; done";

  private final EventSchema schema = new EventSchema();

  @TempDir Path scratch;

  EventsIT() throws IOException {}

  @Test
  void theExamplesOfThePageAreValid() throws IOException {
    List<String> examples =
        Files.readAllLines(EventSchema.DOCS.resolve("events.md")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("{"))
            .toList();
    assertFalse(examples.isEmpty());
    schema.events(String.join("\n", examples) + "\n");
    String known = examples.getFirst();
    assertFalse(schema.allows(known.replace("\"start\"", "\"begin\"")), known);
    assertFalse(schema.allows(known.replace("\"schema\"", "\"more\":1,\"schema\"")), known);
    assertFalse(schema.allows(known.replace("\"schema\":1,", "")), known);
  }

  @Test
  void onStandardOutputIsNothingButEvents() throws IOException {
    Outcome outcome = encode().and("--json", "-").toEnd().expectCode(0);
    List<JsonObject> events = schema.events(outcome.stdout());
    assertEquals("start", name(events.getFirst()));
    assertEquals(53, only(events, "job").get("frames").getAsLong());
    assertEquals(GOPS, named(events, "keyframe").size());
    assertEquals(GOPS, only(events, "planned").get("gops").getAsInt());
    JsonObject summary = events.getLast();
    assertEquals("complete", summary.get("result").getAsString());
    assertEquals(53, sum(named(events, "stored"), "frames"));
    assertEquals(summary.get("bytes").getAsLong(), sum(named(events, "stored"), "bytes"));
    assertEquals(53, named(events, "progress").getLast().get("framesDone").getAsLong());
    assertTrue(outcome.stderr().contains("Complete and verified: 53 frames"), outcome::toString);
  }

  @Test
  void whatFailsIsToldWithItsReasonAndItsLog() throws IOException {
    Path encoder =
        encoder(
            """
            if mkdir $film.seen; then echo 'cannot start' >&2; exit 3; fi
            [ $(wc -c <$film) -gt 200000 ] || exit 101
            """);
    encode().and("--rav1e", encoder, "--max-tries", 2).and("--json", file()).toEnd().expectCode(4);
    List<JsonObject> events = schema.events(Files.readString(file()));
    List<JsonObject> failed = named(events, "attempt-failed");
    assertEquals(GOPS + 1, failed.size());
    assertTrue(failed.getFirst().get("reason").getAsString().contains("cannot start"));
    List<JsonObject> givenUp =
        failed.stream().filter(event -> event.get("setAside").getAsBoolean()).toList();
    assertEquals(1, givenUp.size());
    assertEquals(GOPS - 1, named(events, "stored").size());
    JsonObject summary = events.getLast();
    assertEquals("incomplete", summary.get("result").getAsString());
    JsonArray missing = summary.getAsJsonArray("setAside");
    assertEquals(1, missing.size());
    String log = missing.get(0).getAsJsonObject().get("log").getAsString();
    assertEquals(givenUp.getFirst().get("log").getAsString(), log);
    assertTrue(Files.exists(scratch.resolve(log)), log);
  }

  @Test
  void aScriptCanFollowWhileItRunsAndOverAllRunsOfTheJob() throws IOException {
    Run run = encode().and("--rav1e", encoder(WAIT)).and("--json", file());
    try (Running running = run.start()) {
      running.awaitThat("a GOP and progress are told", () -> holds("stored") && holds("progress"));
      running.signal("TERM");
      running.await().expectCode(130);
    }
    String first = Files.readString(file());
    List<JsonObject> events = schema.events(first);
    int stored = named(events, "stored").size();
    assertEquals("interrupted", events.getLast().get("result").getAsString());
    assertEquals(130, events.getLast().get("exitCode").getAsInt());

    encode().and("--resume", "--json", file()).toEnd().expectCode(0);
    String both = Files.readString(file());
    assertTrue(both.startsWith(first), both);
    List<JsonObject> second = schema.events(both.substring(first.length()));
    assertTrue(only(second, "job").get("resumed").getAsBoolean());
    assertEquals(stored, named(second, "reused").size());
    assertEquals(GOPS - stored, named(second, "stored").size());
    assertEquals("complete", second.getLast().get("result").getAsString());
  }

  @Test
  void aReaderThatGoesAwayDoesNotDisturb() throws IOException {
    new Run("mkfifo", file()).toEnd().expectCode(0);
    Path encoder = encoder(WAIT);
    Outcome outcome;
    try (Running reader = new Run("head", "-n", "1", file()).start();
        Running running = encode().and("--rav1e", encoder).and("--json", file()).start()) {
      schema.events(reader.await().expectCode(0).stdout());
      Files.createFile(scratch.resolve("go"));
      outcome = running.await().expectCode(0);
    }
    String warning =
        "warning: the events can no longer be written to "
            + file()
            + ": Broken pipe; the encode goes on";
    long told = outcome.stderr().lines().filter(line -> line.endsWith(warning)).count();
    assertEquals(1, told, outcome::toString);
  }

  @Test
  void whatIsWrongBeforeTheJobBeginsIsToldToo() throws IOException {
    encode().and("--json", file(), "--tiles", 0).toEnd().expectCode(2);
    List<JsonObject> events = schema.events(Files.readString(file()));
    assertEquals(List.of("start", "summary"), events.stream().map(EventsIT::name).toList());
    assertEquals(2, events.getLast().get("exitCode").getAsInt());
    assertEquals("--tiles is 1 to 4096, not 0", events.getLast().get("message").getAsString());
  }

  @Test
  void nothingIsWrittenOverByEvents() throws IOException {
    Path film = Files.copy(Clips.small(53), scratch.resolve("film.y4m"));
    Path output = scratch.resolve("out.ivf");
    expectRefusal(encode().and("--json", film), "holds something other than events");
    expectRefusal(encode().and("--json", output), "film and events cannot both go to " + output);
    expectRefusal(
        new Run(IMAGE.launcher().toString(), film, "-o", "-", "--json", "-"),
        "film and events cannot both go to standard output");
    assertEquals(-1, Files.mismatch(Clips.small(53), film));
    assertFalse(Files.exists(output));
  }

  private static void expectRefusal(Run run, String reason) throws IOException {
    Outcome outcome = run.toEnd().expectCode(2);
    assertTrue(outcome.stderr().contains(reason), outcome::toString);
    assertEquals("", outcome.stdout());
  }

  private Path file() {
    return scratch.resolve("events");
  }

  private boolean holds(String name) {
    try {
      return Files.exists(file())
          && Files.readString(file()).contains("{\"event\":\"%s\"".formatted(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path encoder(String before) throws IOException {
    return new BadEncoder(IMAGE, scratch).before(before);
  }

  /// Four GOPs of 12 frames and one of 5.
  private Run encode() throws IOException {
    return IMAGE
        .run(Clips.small(53), "-o", scratch.resolve("out.ivf"), "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 12, "--stall-timeout", "off");
  }

  private static List<JsonObject> named(List<JsonObject> events, String name) {
    return events.stream().filter(event -> name(event).equals(name)).toList();
  }

  private static JsonObject only(List<JsonObject> events, String name) {
    List<JsonObject> named = named(events, name);
    assertEquals(1, named.size(), name);
    return named.getFirst();
  }

  private static String name(JsonObject event) {
    return event.get("event").getAsString();
  }

  private static long sum(List<JsonObject> events, String member) {
    return events.stream().mapToLong(event -> event.get(member).getAsLong()).sum();
  }
}
