package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;

class JsonLogTest {
  @TempDir Path scratch;

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void eventsOfManyThreadsAreWholeLines() throws IOException {
    Path file = scratch.resolve("events");
    try (JsonLog log = open(file.toString(), false)) {
      IntStream.range(0, 1000).parallel().forEach(i -> log.add(numbered("keyframe", i)));
    }
    List<String> lines = Files.readAllLines(file);
    long sum = 0;
    for (String line : lines) {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      Instant.parse(json.get("time").getAsString());
      sum += json.get("number").getAsInt();
    }
    assertEquals(1000, lines.size());
    assertEquals(499_500, sum);
  }

  @Test
  void aFileIsEmptiedOrAppendedTo() throws IOException {
    Path file = Files.writeString(scratch.resolve("events"), "old\n");
    open(file.toString(), true).close();
    assertEquals("old\n", Files.readString(file));
    open(file.toString(), false).close();
    assertEquals("", Files.readString(file));
  }

  @Test
  void aSlowReaderGetsTheLatestProgressAndEverythingElse() throws Exception {
    var gate = new CountDownLatch(1);
    var taken = new CountDownLatch(1);
    var received = new ByteArrayOutputStream();
    var slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException("whole lines only");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            taken.countDown();
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            received.write(bytes, offset, length);
          }
        };
    JsonLog log =
        Objects.requireNonNull(JsonLog.open("-", false, new Console(print(slow), print(errors))));
    log.add(numbered("start", 0));
    taken.await();
    log.add(numbered("progress", 1));
    log.add(numbered("stored", 2));
    log.add(numbered("progress", 3));
    gate.countDown();
    log.close();
    List<Integer> numbers =
        received
            .toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject().get("number").getAsInt())
            .toList();
    assertEquals(List.of(0, 2, 3), numbers);
  }

  @Test
  void aDiskThatIsFullIsToldOnceAndEndsNothing() {
    JsonLog log = open("/dev/full", false);
    log.add(numbered("start", 0));
    log.close();
    log.add(numbered("stored", 1));
    String told = errors.toString(StandardCharsets.UTF_8);
    assertEquals(1, told.lines().count(), told);
    assertTrue(told.contains("to /dev/full: No space left on device; the encode goes on"), told);
  }

  @Test
  void whereNothingCanBeWrittenIsRefused() {
    String nowhere = scratch.resolve("no/events").toString();
    GopException e = assertThrows(GopException.class, () -> open(nowhere, false));
    assertEquals(GopException.Kind.ENVIRONMENT, e.kind());
    assertEquals(
        "cannot write the events to " + nowhere + ": there is no such folder", e.getMessage());
  }

  private JsonLog open(String target, boolean append) {
    var nothing = print(OutputStream.nullOutputStream());
    return Objects.requireNonNull(
        JsonLog.open(target, append, new Console(nothing, print(errors))));
  }

  private static PrintStream print(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private static JsonObject numbered(String event, int number) {
    JsonObject json = JsonEvents.event(event);
    json.addProperty("number", number);
    return json;
  }
}
