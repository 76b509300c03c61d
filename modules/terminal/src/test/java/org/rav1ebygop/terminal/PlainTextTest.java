package org.rav1ebygop.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  /// Erases the screen, begins a control sequence in C1, turns the direction of text round.
  private static final String FOREIGN =
      "a\033[2Jb\u009b31mc\u202egnp.exe\r\bd\u2066e\u061cf\u2028g";

  private static final String PLAIN =
      "a\\u001b[2Jb\\u009b31mc\\u202egnp.exe\\u000d\\u0008d\\u2066e\\u061cf\\u2028g";

  @Test
  void whatTalksToATerminalIsSpelledOut() {
    assertEquals(PLAIN, PlainText.of(FOREIGN));
    assertEquals(PLAIN, PlainText.line(FOREIGN));
  }

  @Test
  void textOfAllLanguagesStaysWhatItIs() {
    String text = "Füße, עברית, العربية, 日本, 🎞, 👩‍👧\n\tline";
    assertEquals(text, PlainText.of(text));
    assertEquals(text.replace("\n\t", "\\u000a\\u0009"), PlainText.line(text));
  }

  @Test
  void everyControlCharacterIsSpelledOut() {
    for (char c = 0; c < 0xa0; c++) {
      boolean control = c < ' ' || (c >= 0x7f && c < 0xa0);
      assertEquals(
          control ? String.format(Locale.ROOT, "\\u%04x", (int) c) : "" + c,
          PlainText.line("" + c));
    }
  }

  /// In Latin-1 a control sequence of C1 begins with one byte.
  @Test
  void noStreamOfOursPassesItOnHoweverItIsWritten() throws IOException {
    for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
      var printed = new ByteArrayOutputStream();
      try (var stream = PlainOutput.to(new PrintStream(printed, false, charset))) {
        stream.println("\u009b31m\033c");
        stream.printf("%s%n", "\u009b31m\033c");
        stream.append("\u009b31m\033c\n", 0, 7);
        for (byte b : "é\u009b31m\033c\n".getBytes(charset)) {
          stream.write(b);
        }
      }
      String plain = "\\u009b31m\\u001bc\n";
      assertEquals(plain.repeat(3) + "é" + plain, printed.toString(charset));
    }
  }

  @Test
  void standardErrorAndItsViewsPassNothingOn() throws InterruptedException {
    var terminal = new Valve();
    var asked = new CountDownLatch(2); // for the second time when the first is written
    try (var error = new StandardError(terminal, 1000)) {
      error.stream().println("text \033[2J");
      error.show(
          View.logged(
              Duration.ofMillis(1),
              () -> {
                asked.countDown();
                return "view \033[2J\n";
              }));
      asked.await();
      error.hide();
    }
    assertTrue(terminal.text().startsWith("text \\u001b[2J\n"), terminal::text);
    assertTrue(terminal.text().contains("view \\u001b[2J\\u000a\n"), terminal::text);
  }

  @Test
  void aStreamThatCannotBeWrittenToSaysSo() {
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    try (var stream = PlainOutput.to(new PrintStream(broken, false, UTF_8))) {
      stream.println("x");
      assertTrue(stream.checkError());
    }
  }
}
