package org.rav1ebygop.image;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person at a terminal answers about finished GOPs, tired or not.
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
    assertEquals(11, Terminal.count(outcome, ASKED), outcome::toString);
    expectNothingDone(outcome);
  }

  @Test
  void oneLetterDoesNotDelete() throws IOException {
    try (Running running = Terminal.of(job.run(film)).stdinOpen().start()) {
      int asked = 1;
      for (String slip : List.of("", "y", "o", "yes", "r")) {
        Terminal.await(running, ASKED, asked);
        Terminal.type(running, "o");
        Terminal.await(running, SURE, asked);
        Terminal.type(running, slip);
        asked++;
      }
      Terminal.await(running, ASKED, asked);
      Terminal.type(running, "q");
      expectNothingDone(running.await().expectCode(130));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theWordOverStartsOver(boolean atOnce) throws IOException {
    try (Running running = Terminal.of(job.run(film)).stdinOpen().start()) {
      Terminal.await(running, ASKED, 1);
      if (!atOnce) {
        Terminal.type(running, "o");
        Terminal.await(running, "This deletes 4 finished GOPs. " + SURE, 1);
      }
      Terminal.type(running, "over");
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
    assertEquals(2, Terminal.count(outcome, "old: start [o]ver, [q]uit? "), outcome::toString);
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
    Outcome outcome =
        Terminal.answer(Terminal.of("cat '" + film + "' |", piped.run("-"), ""), ASKED, "x", "r");
    assertEquals(2, Terminal.count(outcome.expectCode(0), ASKED), outcome::toString);
    assertEquals(KEPT, kept(outcome), outcome::toString);
    assertEquals(List.of("out.ivf"), Tools.names(folder));
  }

  /// Such as in a script that runs on a terminal.
  @Test
  void nobodyIsAskedWhoseInputIsNoTerminal() throws IOException {
    Outcome outcome =
        Terminal.of("", job.run(film), "</dev/null").stdinOpen().toEnd().expectCode(0);
    assertFalse(outcome.stdout().contains(ASKED), outcome::toString);
    assertEquals(KEPT, kept(outcome), outcome::toString);
  }

  @Test
  void thereIsNothingToAskWhenNothingIsFinished() throws IOException {
    for (Path gop : job.gops()) {
      Files.delete(gop);
    }
    Outcome outcome = Terminal.of(job.run(film)).stdinOpen().toEnd().expectCode(0);
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
    return Terminal.answer(Terminal.of(run), ASKED, answers);
  }

  private static int kept(Outcome outcome) {
    return Terminal.count(outcome, " kept from an earlier run");
  }

  private static FileTime hoursAgo(int hours) {
    return FileTime.from(Instant.now().minus(Duration.ofHours(hours)));
  }
}
