package org.rav1ebygop.encoder.rav1e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.rav1ebygop.api.ChromaSampling.CS420;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

class LogTest {
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
        LogQuote.of(old + "\nstack backtrace:\nnote: Some details are omitted\n"));
    assertEquals(
        "thread 'main' panicked at src/a.rs:1:2: boom",
        LogQuote.of("\nthread 'main' panicked at src/a.rs:1:2:\nboom\nnote: run with\n"));
  }

  @Test
  void errorIsQuotedRatherThanUsage() {
    assertEquals(
        "error: Found argument '--level' which wasn't expected",
        LogQuote.of(
            """
            error: Found argument '--level' which wasn't expected

            USAGE:
                rav1e <INPUT> --output <OUTPUT>

            For more information try --help
            """));
    assertEquals(
        "!! Invalid configuration: invalid width 8",
        LogQuote.of("> Using y4m decoder\n!! Invalid configuration: invalid width 8\n"));
  }

  @Test
  void chatterIsNotQuoted() {
    assertEquals("", LogQuote.of("> Using 1 tile\nencoded 3 frames\n"));
    assertEquals("", LogQuote.suffix(""));
    assertEquals(": Killed", LogQuote.suffix("Killed\n> Using 1 tile\n"));
  }

  @Test
  void quoteIsOneCleanLineOfBoundedLength() {
    String quote = LogQuote.of("error: \u001b[31m" + "z".repeat(5000));
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

  @Test
  @Timeout(60)
  void afterCloseTheLogIsAllThatWasWritten(@TempDir Path folder) {
    Path written = folder.resolve("written");
    Path script =
        Script.write(folder, "echo last words >&2; : >'%s'; exec sleep 1000".formatted(written));
    try (var backend =
        Script.backend(script, SyntheticFilm.format(new FrameLayout(64, 48, CS420, 8)))) {
      GopEncoder encoder = backend.encoder();
      while (!Files.exists(written)) {
        Thread.onSpinWait();
      }
      encoder.close();
      assertEquals("last words\n", encoder.log());
    }
  }

  private static String tail(String written) {
    var tail = new LogTail();
    byte[] bytes = written.getBytes(UTF_8);
    tail.append(bytes, bytes.length);
    return tail.text();
  }
}
