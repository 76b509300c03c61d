package org.rav1ebygop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandardErrorTest {
  private static final Duration ENDLESS = Duration.ofDays(1);
  private static final Duration OFTEN = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final int LIMIT = 1000;

  private final Valve terminal = new Valve();
  private final StandardError error = new StandardError(terminal, LIMIT);

  @AfterEach
  void close() {
    terminal.goOn();
    error.close();
  }

  @Test
  void textComesOutAsItWentInAlsoWithoutALineEnd() {
    error.stream().println("one");
    error.stream().print("two? ");
    assertTrue(error.await(ENDLESS));
    assertEquals("one\ntwo? ", terminal.text());
    error.stream().println("yes");
    assertTrue(error.await(ENDLESS));
    assertEquals("one\ntwo? yes\n", terminal.text());
  }

  /// Nobody who prints waits, and all is there when it goes on.
  @Test
  void aTerminalThatIsStoppedGetsEverythingLater() {
    stop();
    for (int i = 0; i < 100; i++) {
      error.stream().println(i);
    }
    assertFalse(error.await(OFTEN));
    terminal.goOn();
    assertTrue(error.await(ENDLESS));
    var all = new StringBuilder("first\n");
    for (int i = 0; i < 100; i++) {
      all.append(i).append('\n');
    }
    assertEquals(all.toString(), terminal.text());
  }

  @Test
  void ofTooMuchTheOldestIsLeftOutAndCounted() {
    stop();
    String line = "x".repeat(99);
    for (int i = 0; i < 25; i++) {
      error.stream().println(line);
    }
    error.stream().println("the end");
    terminal.goOn();
    assertTrue(error.await(ENDLESS));
    assertEquals(
        "first\n(16 lines are missing here: nobody read them in time)\n"
            + (line + "\n").repeat(9)
            + "the end\n",
        terminal.text());
  }

  /// It is asked for again when the one before is written, so that none is out of date.
  @Test
  void aViewDoesNotWaitForATerminalThatIsStopped() throws InterruptedException {
    var asked = new AtomicInteger();
    var shown = new CountDownLatch(3);
    error.show(
        View.logged(
            OFTEN,
            () -> {
              shown.countDown();
              return "view " + asked.incrementAndGet();
            }));
    shown.await();
    terminal.stop();
    terminal.awaitWriter();
    int before = asked.get();
    error.stream().println("event");
    assertFalse(error.await(Duration.ofMillis(20)));
    assertEquals(before, asked.get());
    error.stream().println("the end");
    terminal.goOn();
    error.hide();
    assertTrue(error.await(ENDLESS));
    List<String> lines = terminal.text().lines().toList();
    assertTrue(lines.contains("event"), lines::toString);
    assertTrue(lines.contains("the end"), lines::toString);
    for (int i = 1; i <= before; i++) {
      assertEquals("view " + i, lines.get(i - 1));
    }
  }

  @Test
  void aLiveViewIsBelowWholeLinesAndGoneAtTheEnd() {
    String draw = "\033[?7l42%\r\033[?7h";
    error.show(View.live(OFTEN, _ -> List.of("42%")));
    awaitText(draw);
    error.stream().print("half");
    error.stream().println(" and half");
    awaitText("\r\033[Jhalf and half\n" + draw);
    error.hide();
    assertTrue(error.await(ENDLESS));
    String text = terminal.text();
    assertTrue(text.startsWith(draw + "\r\033[J"), text);
    assertTrue(text.endsWith("\r\033[J"), text);
  }

  @Test
  void aViewThatFailsEndsAloneAndIsNamed() {
    error.show(
        View.logged(
            OFTEN,
            () -> {
              throw new IllegalStateException("no number");
            }));
    awaitText("not shown any more: java.lang.IllegalStateException: no number; this is a bug");
    error.stream().println("what follows");
    assertTrue(error.await(ENDLESS));
    assertTrue(terminal.text().endsWith("what follows\n"), terminal::text);
    assertEquals(2, terminal.text().lines().count(), terminal::text);
  }

  @Test
  void aTerminalThatIsGoneKeepsNobodyWaiting() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    try (var lost = new StandardError(gone, LIMIT)) {
      lost.show(View.logged(NEVER, () -> "view"));
      lost.stream().println("one");
      lost.hide();
      assertTrue(lost.await(ENDLESS));
      lost.stream().println("two");
      assertTrue(lost.await(ENDLESS));
    }
  }

  private void awaitText(String text) {
    while (!terminal.text().contains(text)) {
      error.await();
    }
  }

  /// With a line on its way that does not arrive.
  private void stop() {
    terminal.stop();
    error.stream().println("first");
    terminal.awaitWriter();
  }
}
