package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("waits")
class JsonLogTest {
  private static final Duration OFTEN = Duration.ofMillis(1);
  private static final JsonLog.Limits PATIENT =
      new JsonLog.Limits(Duration.ofDays(1), JsonLog.LIMIT);

  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @Test
  void eventsOfManyThreadsAreWholeLines() {
    var out = new ByteArrayOutputStream();
    try (JsonLog log = new JsonLog(out, "here", warnings::add, PATIENT)) {
      IntStream.range(0, 1000).parallel().forEach(i -> log.add(numbered(EventType.KEYFRAME, i)));
    }
    List<Integer> numbers = numbers(out);
    assertEquals(1000, numbers.size());
    assertEquals(499_500, numbers.stream().mapToInt(n -> n).sum());
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n", 0)) {
      String time = JsonParser.parseString(line).getAsJsonObject().get("time").getAsString();
      assertTrue(time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), time);
    }
    assertEquals(List.of(), warnings);
  }

  /// Progress is asked for when everything else is written, so that it is never out of date.
  @Test
  void aSlowReaderGetsEverythingAndTheLatestProgress() throws InterruptedException {
    var slow = new Gate();
    var progress = new AtomicInteger(1);
    var asked = new CountDownLatch(1);
    JsonLog log = new JsonLog(slow, "here", warnings::add, PATIENT);
    log.add(numbered(EventType.START, 0));
    slow.reached.await();
    log.repeat(
        OFTEN,
        () -> {
          asked.countDown();
          return numbered(EventType.PROGRESS, progress.get());
        });
    log.add(numbered(EventType.STORED, 2));
    progress.set(3);
    slow.open.countDown();
    asked.await();
    log.close();
    List<Integer> numbers = numbers(slow.passed);
    assertEquals(List.of(0, 2), numbers.subList(0, 2));
    assertTrue(numbers.stream().skip(2).allMatch(number -> number == 3), numbers::toString);
    assertEquals(List.of(), warnings);
  }

  @Test
  void ofTooMuchThatNobodyReadsTheOldestIsCounted() throws InterruptedException {
    var slow = new Gate();
    var limits = new JsonLog.Limits(Duration.ofDays(1), 1000);
    JsonLog log = new JsonLog(slow, "here", warnings::add, limits);
    log.add(numbered(EventType.START, 0));
    slow.reached.await();
    for (int i = 1; i <= 1000; i++) {
      log.add(numbered(EventType.STORED, i));
    }
    log.add(numbered(EventType.SUMMARY, 1001));
    slow.open.countDown();
    log.close();
    List<JsonObject> events = events(slow.passed);
    assertEquals("omitted", events.get(1).get("event").getAsString());
    int omitted = events.get(1).get("events").getAsInt();
    assertTrue(omitted > 900, () -> "" + omitted);
    List<Integer> kept =
        events.stream().skip(2).map(event -> event.get("number").getAsInt()).toList();
    assertEquals(IntStream.rangeClosed(omitted + 1, 1001).boxed().toList(), kept);
  }

  @Test
  void progressThatFailsEndsAloneAndIsNamed() throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var warned = new CountDownLatch(1);
    Consumer<String> count =
        warning -> {
          warnings.add(warning);
          warned.countDown();
        };
    try (JsonLog log = new JsonLog(out, "here", count, PATIENT)) {
      log.repeat(
          OFTEN,
          () -> {
            throw new IllegalStateException("no number");
          });
      warned.await();
      log.add(numbered(EventType.SUMMARY, 1));
    }
    assertEquals(List.of(1), numbers(out));
    assertEquals(
        List.of(
            "events tell no progress any more: java.lang.IllegalStateException: no number; "
                + "this is a bug, please report it"),
        warnings);
  }

  @Test
  void aReaderThatNeverReadsIsNotWaitedForForEver() throws InterruptedException {
    var never = new Gate();
    JsonLog log =
        new JsonLog(never, "the pipe", warnings::add, new JsonLog.Limits(OFTEN, JsonLog.LIMIT));
    log.add(numbered(EventType.START, 0));
    never.reached.await();
    log.add(numbered(EventType.SUMMARY, 1));
    log.close();
    log.close();
    assertEquals(List.of("nobody reads the events from the pipe; the last are lost"), warnings);
    never.open.countDown();
  }

  @Test
  void aDiskThatIsFullIsToldOnceAndEndsNothing() {
    JsonLog log = JsonLog.toFile(Path.of("/dev/full"), false, warnings::add);
    log.add(numbered(EventType.START, 0));
    log.close();
    log.add(numbered(EventType.STORED, 1));
    log.close();
    assertEquals(
        List.of(
            "the events can no longer be written to /dev/full: "
                + "No space left on device; the encode goes on"),
        warnings);
  }

  /// Lets nothing through until it is opened.
  private static final class Gate extends OutputStream {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch open = new CountDownLatch(1);
    final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("whole lines only");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      passed.write(bytes, offset, length);
    }
  }

  private static List<Integer> numbers(ByteArrayOutputStream lines) {
    return events(lines).stream().map(event -> event.get("number").getAsInt()).toList();
  }

  private static List<JsonObject> events(ByteArrayOutputStream lines) {
    return lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static JsonObject numbered(EventType type, int number) {
    return Facts.of(type).with("number", number).json();
  }
}
