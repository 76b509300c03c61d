package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person at a terminal answers about finished GOPs, tired or not. The pseudo-terminal is
/// that of `script`.
class ResumePromptIT {
  private static final String ASKED = "[q]uit?";
  private static final String SURE = "Type over to do it, or press Enter to go back:";
  private static final String END_OF_INPUT = "\004";
  private static final int KEPT = LeftJob.FINISHED;

  @TempDir static Path shared;
  private static LeftJob left;
  private static Path film;

  @TempDir Path scratch;
  private LeftJob job;
  private List<String> before;

  @BeforeAll
  static void leaveAJob() throws IOException {
    film = LeftJob.film();
    left = LeftJob.by(Files.createDirectory(shared.resolve("left")), film);
  }

  @BeforeEach
  void copyIt() throws IOException {
    job = left.copyTo(scratch);
    before = Tools.names(job.state());
  }

  @Test
  void whatIsThereIsShownWithItsAge() throws IOException {
    for (String name : before) {
      Files.setLastModifiedTime(job.state().resolve(name), hoursAgo(2));
    }
    Files.setLastModifiedTime(job.state(), hoursAgo(3));
    Outcome outcome = answer(job.run(film), "q").expectCode(130);
    assertTrue(
        outcome
            .stdout()
            .contains(
                job.state()
                    + ": 4 of 5 GOPs finished, 2 hours old: [r]esume, start [o]ver, [q]uit? "),
        outcome::toString);
    expectNothingDone(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r", "resume", " R "})
  void resumeKeepsWhatIsFinished(String answer) throws IOException {
    Outcome outcome = answer(job.run(film), answer).expectCode(0);
    assertEquals(KEPT, kept(outcome), outcome::toString);
    assertEquals(List.of("out.ivf"), Tools.names(scratch));
  }

  @ParameterizedTest
  @ValueSource(strings = {"q", "quit", END_OF_INPUT})
  void toQuitChangesNothing(String answer) throws IOException {
    expectNothingDone(answer(job.run(film), answer).expectCode(130));
  }

  /// Nobody who presses a key, or types what another program would understand, loses anything.
  @Test
  void anyOtherAnswerIsAskedAgain() throws IOException {
    Outcome outcome =
        answer(job.run(film), "", "n", "y", "no", "yes", "N", "1", "ov", "delete", "r o", "q")
            .expectCode(130);
    assertEquals(11, count(outcome, ASKED), outcome::toString);
    expectNothingDone(outcome);
  }

  @Test
  void oneLetterDoesNotDelete() throws IOException {
    try (Running running = onTerminal("", job.run(film)).stdinOpen().start()) {
      int asked = 1;
      for (String slip : List.of("", "y", "o", "yes", "r")) {
        await(running, ASKED, asked);
        type(running, "o");
        await(running, SURE, asked);
        type(running, slip);
        asked++;
      }
      await(running, ASKED, asked);
      type(running, "q");
      expectNothingDone(running.await().expectCode(130));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theWordOverStartsOver(boolean atOnce) throws IOException {
    try (Running running = onTerminal("", job.run(film)).stdinOpen().start()) {
      await(running, ASKED, 1);
      if (!atOnce) {
        type(running, "o");
        await(running, "This deletes 4 finished GOPs. " + SURE, 1);
      }
      type(running, "over");
      Outcome outcome = running.await().expectCode(0);
      assertEquals(0, kept(outcome), outcome::toString);
      assertEquals(List.of("out.ivf"), Tools.names(scratch));
    }
  }

  @Test
  void otherSettingsAreNamedAndCannotBeResumed() throws IOException {
    Outcome outcome = answer(job.run(film).and("--quantizer", 80), "r", "q").expectCode(130);
    assertTrue(
        outcome
            .stdout()
            .contains(
                "cannot resume %s: encoder.quantizer was 100, is 80\r\n".formatted(job.state())),
        outcome::toString);
    assertEquals(2, count(outcome, "old: start [o]ver, [q]uit? "), outcome::toString);
    assertFalse(outcome.stdout().contains("[r]esume"), outcome::toString);
    expectNothingDone(outcome);
  }

  @Test
  void aJobOfTheLastVersionIsNamedAndCannotBeResumed() throws IOException {
    Path record = job.state().resolve("job.json");
    Files.writeString(record, Files.readString(record).replace("\"format\": 2", "\"format\": 1"));
    String why =
        "cannot resume %s: rav1e-by-gop 0.1 began it, and only that version can finish it"
            .formatted(job.state());
    Outcome outcome = answer(job.run(film), "q").expectCode(130);
    assertTrue(outcome.stdout().contains(why), outcome::toString);
    expectNothingDone(outcome);
    LeftJob.expectRefusal(job.run(film), 2, why + "; start over with --overwrite");
    assertEquals(before, Tools.names(job.state()));
  }

  /// Standard input is the film, and cannot answer.
  @Test
  void theTerminalIsAskedWhenTheFilmIsPiped() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("piped"));
    LeftJob piped = LeftJob.by(folder, "-", run -> run.stdin(film));
    Outcome outcome = answerOn(onTerminal("cat '" + film + "' |", piped.run("-")), "x", "r");
    assertEquals(2, count(outcome.expectCode(0), ASKED), outcome::toString);
    assertEquals(KEPT, kept(outcome), outcome::toString);
    assertEquals(List.of("out.ivf"), Tools.names(folder));
  }

  /// Such as in a script that runs on a terminal.
  @Test
  void nobodyIsAskedWhoseInputIsNoTerminal() throws IOException {
    Outcome outcome = onTerminal("", "</dev/null", job.run(film)).stdinOpen().toEnd().expectCode(0);
    assertFalse(outcome.stdout().contains(ASKED), outcome::toString);
    assertEquals(KEPT, kept(outcome), outcome::toString);
  }

  @Test
  void thereIsNothingToAskWhenNothingIsFinished() throws IOException {
    for (Path gop : job.gops()) {
      Files.delete(gop);
    }
    Outcome outcome = onTerminal("", job.run(film)).stdinOpen().toEnd().expectCode(0);
    assertFalse(outcome.stdout().contains(ASKED), outcome::toString);
    assertEquals(List.of("out.ivf"), Tools.names(scratch));
  }

  private void expectNothingDone(Outcome outcome) throws IOException {
    assertTrue(
        outcome
            .stdout()
            .contains("error: nothing was done, %s is as it was\r\n".formatted(job.state())),
        outcome::toString);
    assertEquals(before, Tools.names(job.state()));
    assertEquals(List.of("out.ivf.gops"), Tools.names(scratch));
  }

  /// Runs it on a terminal, where somebody answers each question.
  private static Outcome answer(Run run, String... answers) throws IOException {
    return answerOn(onTerminal("", run), answers);
  }

  private static Outcome answerOn(Run onTerminal, String... answers) throws IOException {
    try (Running running = onTerminal.stdinOpen().start()) {
      for (int i = 0; i < answers.length; i++) {
        await(running, ASKED, i + 1);
        type(running, answers[i]);
      }
      return running.await();
    }
  }

  private static void await(Running running, String text, int times) {
    running.awaitThat(
        "'" + text + "' is there " + times + " times",
        () -> count(running.stdoutSoFar(), text) >= times);
  }

  private static void type(Running running, String answer) throws IOException {
    String keys = answer.equals(END_OF_INPUT) ? answer : answer + "\n";
    running.stdin().write(keys.getBytes(UTF_8));
    running.stdin().flush();
  }

  private static Run onTerminal(String before, Run run) {
    return onTerminal(before, "", run);
  }

  /// All that is printed comes on stdout.
  private static Run onTerminal(String before, String after, Run run) {
    String command = before + " " + run.quoted() + " " + after;
    return new Run("script", "-qec", command, "/dev/null").with("TERM", "xterm");
  }

  private static int count(Outcome outcome, String text) {
    return count(outcome.stdout(), text);
  }

  private static int count(String printed, String text) {
    return printed.split(Pattern.quote(text), -1).length - 1;
  }

  private static int kept(Outcome outcome) {
    return count(outcome, " kept from an earlier run");
  }

  private static FileTime hoursAgo(int hours) {
    return FileTime.from(Instant.now().minus(Duration.ofHours(hours)));
  }
}
