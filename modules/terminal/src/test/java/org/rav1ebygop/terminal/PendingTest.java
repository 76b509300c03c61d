package org.rav1ebygop.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {
  private final Pending pending = new Pending(1000);

  /// So a process that is being stopped leaves the terminal tidy, and text for later.
  @Test
  void whileHeldThereIsNeitherViewNorText() throws InterruptedException {
    pending.show(View.live(Duration.ZERO, _ -> List.of("view")));
    assertNotNull(next().view());
    pending.hold();
    Pending.Turn last = next();
    assertNull(last.view());
    add("later\n");
    pending.resize();
    assertEquals("", text(next()));
    pending.release();
    Pending.Turn again = next();
    assertEquals("later\n", text(again));
    assertNotNull(again.view());
    assertTrue(again.resized(), "the window may have changed meanwhile");
  }

  @Test
  void aChangeOfTheWindowIsToldOnce() throws InterruptedException {
    pending.show(View.live(Duration.ZERO, _ -> List.of("view")));
    assertTrue(next().resized());
    assertFalse(next().resized());
    pending.resize();
    assertTrue(next().resized());
    assertFalse(next().resized());
  }

  @Test
  void aViewIsNotSeenBeforeItIsDue() throws InterruptedException {
    pending.show(View.live(Duration.ofDays(1), _ -> List.of("view")));
    add("line\nbegin");
    Pending.Turn turn = next();
    assertNull(turn.view());
    assertEquals("line\nbegin", text(turn));
  }

  @Test
  void belowAViewALineWaitsForItsEnd() throws InterruptedException {
    pending.show(View.live(Duration.ZERO, _ -> List.of("view")));
    add("line\nbegin");
    assertEquals("line\n", text(next()));
    add("ning\n");
    assertEquals("beginning\n", text(next()));
  }

  @Test
  void whatWaitsAtTheEndHasItsTurn() throws InterruptedException {
    pending.show(View.live(Duration.ZERO, _ -> List.of("view")));
    assertNotNull(next().view());
    add("begin");
    pending.close();
    Pending.Turn turn = next();
    assertEquals("begin", text(turn));
    assertNull(turn.view());
    assertNull(pending.next());
  }

  @Test
  void aLongTextTakesMoreThanOneTurn() throws InterruptedException {
    var large = new Pending(1 << 20);
    String line = "x".repeat(999) + "\n";
    for (int i = 0; i < 100; i++) {
      large.add(line.getBytes(US_ASCII), 0, line.length());
    }
    large.close();
    int turns = 0;
    int length = 0;
    for (Pending.Turn turn = large.next(); turn != null; turn = large.next()) {
      turns++;
      length += text(turn).length();
    }
    assertEquals(100_000, length);
    assertTrue(turns > 4, "in turns: " + turns);
  }

  private Pending.Turn next() throws InterruptedException {
    Pending.Turn turn = pending.next();
    assertNotNull(turn);
    return turn;
  }

  private void add(String text) {
    pending.add(text.getBytes(US_ASCII), 0, text.length());
  }

  private static String text(Pending.Turn turn) {
    return turn.text().stream().map(line -> new String(line, US_ASCII)).collect(joining());
  }
}
