package org.rav1ebygop.child.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {
  private static final LogQuote QUOTE =
      new LogQuote(
          List.of("error", "!!"),
          List.of("encoded ", "> ", "note: ", "stack backtrace:", "USAGE:"));

  @Test
  void carriageReturnStartsTheLineOver() {
    assertEquals(
        "> Using 1 tile\nencoded 12 frames\nend\n",
        tail("> Using 1 tile\n\rencoded 11 frames   \rencoded 12 frames\r\nend\n"));
  }

  @Test
  void progressDoesNotPushOutWhatCameBefore() {
    String progress = "\rencoded 11 frames, 12 fps".repeat(100_000);
    assertTrue(tail("> Encoding settings\n" + progress).startsWith("> Encoding settings\n"));
  }

  @Test
  void onlyTheLastPartOfALongLogIsKept() {
    String tail = tail("x".repeat(1_000_000) + "\nlast words");
    assertEquals(LogTail.LIMIT, tail.length());
    assertTrue(tail.endsWith("x\nlast words"));
  }

  @Test
  void longLineIsReplacedAsAWhole() {
    assertEquals("short", tail("y".repeat(50_000) + "\rshort"));
  }

  @Test
  void panicIsQuotedInBothOfItsForms() {
    String old =
        "encoded 3 frames, elap. time: 0s    thread 'main' panicked at 'boom', src/a.rs:1:2";
    assertEquals(
        "thread 'main' panicked at 'boom', src/a.rs:1:2",
        QUOTE.of(old + "\nstack backtrace:\nnote: Some details are omitted\n"));
    assertEquals(
        "thread 'main' panicked at src/a.rs:1:2: boom",
        QUOTE.of("\nthread 'main' panicked at src/a.rs:1:2:\nboom\nnote: run with\n"));
  }

  @Test
  void errorIsQuotedRatherThanUsage() {
    assertEquals(
        "error: Found argument '--level' which wasn't expected",
        QUOTE.of(
            """
            error: Found argument '--level' which wasn't expected

            USAGE:
                rav1e <INPUT> --output <OUTPUT>

            note: try --help
            """));
    assertEquals(
        "!! Invalid configuration: invalid width 8",
        QUOTE.of("> Using y4m decoder\n!! Invalid configuration: invalid width 8\n"));
  }

  @Test
  void chatterIsNotQuoted() {
    assertEquals("", QUOTE.of("> Using 1 tile\nencoded 3 frames\n"));
    assertEquals("", QUOTE.suffix(""));
    assertEquals(": Killed", QUOTE.suffix("Killed\n> Using 1 tile\n"));
  }

  @Test
  void quoteIsOneCleanLineOfBoundedLength() {
    String quote = QUOTE.of("error: \u001b[31m" + "z".repeat(5000));
    assertTrue(quote.startsWith("error:  [31mzzz"), quote);
    assertTrue(quote.length() < 300);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ended with exit code 0",
    "101, ended with exit code 101",
    "128, ended with exit code 128",
    "137, was ended by SIGKILL (out of memory?)",
    "139, was ended by SIGSEGV (a crash)",
    "159, was ended by signal 31",
    "255, ended with exit code 255"
  })
  void exitCodesAreSaidInWords(int code, String words) {
    assertEquals(words, ExitStatus.describe(code));
  }

  private static String tail(String written) {
    var tail = new LogTail();
    byte[] bytes = written.getBytes(UTF_8);
    tail.append(bytes, bytes.length);
    return tail.text();
  }
}
