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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private static final Duration ENDLESS = Duration.ofDays(1);

  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @Test
  void eventsOfManyThreadsAreWholeLines() {
    var out = new ByteArrayOutputStream();
    try (JsonLog log = new JsonLog(out, "here", warnings::add, ENDLESS)) {
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

  @Test
  void aSlowReaderGetsTheLatestProgressAndEverythingElse() throws InterruptedException {
    var slow = new Gate();
    JsonLog log = new JsonLog(slow, "here", warnings::add, ENDLESS);
    log.add(numbered(EventType.START, 0));
    slow.reached.await();
    log.add(numbered(EventType.PROGRESS, 1));
    log.add(numbered(EventType.STORED, 2));
    log.add(numbered(EventType.PROGRESS, 3));
    slow.open.countDown();
    log.close();
    assertEquals(List.of(0, 2, 3), numbers(slow.passed));
  }

  @Test
  void aReaderThatNeverReadsIsNotWaitedForForEver() throws InterruptedException {
    var never = new Gate();
    JsonLog log = new JsonLog(never, "the pipe", warnings::add, Duration.ofMillis(1));
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
    return lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject().get("number").getAsInt())
        .toList();
  }

  private static JsonObject numbered(EventType type, int number) {
    return Facts.of(type).with("number", number).json();
  }
}
