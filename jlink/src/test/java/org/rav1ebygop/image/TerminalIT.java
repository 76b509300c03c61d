package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person sees. The pseudo-terminal is that of `script`, which comes with util-linux.
@Tag("waits")
class TerminalIT {
  private static final Image IMAGE = Image.built();
  private static final String ESCAPE = "\033";

  @TempDir Path scratch;

  @Test
  void onATerminalTheWorkIsShownLiveAndTheScreenLeftClean() throws IOException {
    Outcome outcome = onTerminal("", "-o out.ivf -v --speed 1").toEnd().expectCode(0);
    String printed = outcome.stdout();
    assertTrue(printed.contains(" frames, "), outcome::toString);
    assertTrue(
        printed.matches("(?s).*  local/[12] +GOP \\d +\\[[#-][#-]* *] +\\d+/12 +[0-9.]+ fps.*"),
        outcome::toString);

    var screen = new Screen(printed);
    assertTrue(screen.cursorShown());
    List<String> lines = screen.lines();
    assertTrue(
        lines.stream().noneMatch(line -> line.contains("[") || line.contains("ETA")),
        lines::toString);
    assertEquals(
        1, lines.stream().filter(line -> line.startsWith("GOP 3 (frames 36-47) done")).count());
    assertTrue(
        lines.contains(
            "Complete and verified: 48 frames in, 48 out, the file read back -> out.ivf"),
        lines::toString);
  }

  /// Nobody types y4m: a program that waits for it looks as if it hung.
  @Test
  void aTerminalIsNoFilm() throws IOException {
    Run run = IMAGE.run("-", "-o", "out.ivf");
    Outcome outcome = Terminal.of(run).in(scratch).stdinOpen().toEnd().expectCode(2);
    assertTrue(
        outcome.stdout().contains("error: standard input is a terminal; pipe a film into it"),
        outcome::toString);
  }

  @Test
  void nothingIsWiderOrHigherThanTheWindow() throws IOException {
    Outcome outcome =
        onTerminal("stty rows 4 cols 40;", "-o out.ivf --speed 1").toEnd().expectCode(0);
    int from = outcome.stdout().indexOf(ESCAPE);
    int to = outcome.stdout().lastIndexOf(ESCAPE);
    String live = outcome.stdout().substring(from, to);
    assertTrue(live.contains("  local/"), outcome::toString);
    for (String draw : live.split(ESCAPE + "\\[J", -1)) {
      // The cursor goes back to where the view begins.
      List<String> lines =
          draw.replaceAll(ESCAPE + "\\[\\??\\d*[A-Za-z]", "").stripTrailing().lines().toList();
      assertTrue(lines.size() < 4, () -> lines.toString());
      assertTrue(lines.stream().allMatch(line -> line.length() <= 40), lines::toString);
    }
  }

  @Test
  void anInterruptLeavesTheScreenCleanToo() throws IOException {
    try (Running running = onTerminal("", "-o out.ivf --speed 1").start()) {
      running.awaitStdout("  local/");
      ProcessHandle program =
          running.descendants().stream().filter(TerminalIT::isTheProgram).findFirst().orElseThrow();
      running.signal("TERM", program);
      Outcome outcome = running.await().expectCode(130);
      var screen = new Screen(outcome.stdout());
      assertTrue(screen.cursorShown());
      assertTrue(
          screen.lines().stream()
              .anyMatch(line -> line.startsWith("rav1e-by-gop: error: interrupted")),
          () -> "" + screen.lines());
      assertFalse(screen.lines().stream().anyMatch(line -> line.contains("[")), outcome::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"y, 0, false", "n, 2, true", "'', 2, true"})
  void aPersonIsAskedBeforeAFilmIsReplaced(String answer, int code, boolean kept)
      throws IOException {
    Path output = Files.writeString(scratch.resolve("out.ivf"), Ivf.PRECIOUS);
    try (Running running = onTerminal("", "-o out.ivf").stdinOpen().start()) {
      running.awaitStdout("out.ivf exists. Replace it when the film is done? [y/N] ");
      running.stdin().write((answer + "\n").getBytes(UTF_8));
      running.stdin().flush();
      running.await().expectCode(code);
    }
    assertEquals(kept, Files.readString(output, ISO_8859_1).equals(Ivf.PRECIOUS));
  }

  @Test
  void anInterruptAnswersAQuestion() throws IOException {
    Path output = Files.writeString(scratch.resolve("out.ivf"), Ivf.PRECIOUS);
    try (Running running = onTerminal("", "-o out.ivf").stdinOpen().start()) {
      running.awaitStdout("[y/N] ");
      ProcessHandle program =
          running.descendants().stream().filter(TerminalIT::isTheProgram).findFirst().orElseThrow();
      running.signal("TERM", program);
      Outcome outcome = running.await().expectCode(130);
      List<String> lines = new Screen(outcome.stdout()).lines();
      assertTrue(lines.contains("rav1e-by-gop: error: interrupted"), lines::toString);
    }
    assertEquals(Ivf.PRECIOUS, Files.readString(output));
  }

  @Test
  void withoutATerminalThereAreOnlyPlainLines() throws IOException {
    Outcome outcome = IMAGE.run(words("-o out.ivf -v")).in(scratch).toEnd().expectCode(0);
    assertFalse(outcome.stderr().contains(ESCAPE), outcome::toString);
    assertFalse(outcome.stderr().contains("\r"), outcome::toString);
    assertTrue(outcome.stderr().contains("GOP 0 from frame 0 -> local/"), outcome::toString);
  }

  @Test
  void aTerminalThatCanDoNothingGetsPlainLines() throws IOException {
    Outcome outcome = onTerminal("", "-o out.ivf").with("TERM", "dumb").toEnd().expectCode(0);
    assertFalse(outcome.stdout().contains(ESCAPE), outcome::toString);
  }

  @Test
  void noProgressMeansNone() throws IOException {
    Outcome outcome = onTerminal("", "-o out.ivf --no-progress").toEnd().expectCode(0);
    assertFalse(outcome.stdout().contains(ESCAPE), outcome::toString);
    assertTrue(outcome.stdout().contains("Complete and verified"), outcome::toString);
  }

  private static boolean isTheProgram(ProcessHandle process) {
    return process.info().command().filter(name -> name.endsWith("/java")).isPresent();
  }

  /// All that is printed comes on stdout.
  private Run onTerminal(String before, String options) throws IOException {
    String command = before + "exec '" + IMAGE.launcher() + "'";
    for (Object word : words(options)) {
      command += " '" + word + "'";
    }
    return new Run("script", "-qec", command, "/dev/null").with("TERM", "xterm").in(scratch);
  }

  private static Object[] words(String options) throws IOException {
    return (Clips.small(48) + " --speed 6 --splitter fixed --keyint 12 " + options).split(" ", -1);
  }
}
