package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A film may go to many places; nothing else may be left anywhere.
@Tag("waits")
class OutputsIT {
  private static final Image IMAGE = Image.built();
  private static final int FRAMES = 30;

  @TempDir Path scratch;

  @Test
  void aFilmSentToStdoutIsTheFilmAndNothingElse() throws IOException {
    Outcome outcome = run(film(), "-o", "-").in(scratch).toEnd().expectCode(0);
    assertArrayEquals(expected(), outcome.stdoutBytes());
    assertEquals(List.of(), Tools.names(scratch));
  }

  @Test
  void stdinToStdoutIsAFilter() throws IOException {
    Outcome outcome = run("-", "-o", "-").stdin(film()).in(scratch).toEnd().expectCode(0);
    Ivf made = Ivf.of(outcome.stdoutBytes());
    assertEquals(FRAMES, made.packets().size());
    made.expectSamePackets(0, Ivf.of(expected()));
    assertEquals(List.of(), Tools.names(scratch));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "nul", "null"})
  void aFilmMayBeThrownAway(String nowhere) throws IOException {
    Outcome outcome = run(film(), "-o", nowhere).in(scratch).toEnd().expectCode(0);
    assertTrue(outcome.stderr().contains("Complete and verified: 30 frames in, 30 out"));
    assertEquals("", outcome.stdout());
    assertEquals(List.of(), Tools.names(scratch));
  }

  @Test
  void namedPipesAndDevicesAreWrittenToAndNeverReplaced() throws IOException {
    Path pipe = scratch.resolve("out.fifo");
    new Run("mkfifo", pipe).toEnd().expectCode(0);
    try (Running reader = new Run("cat", pipe).start()) {
      run(film(), "-o", pipe).in(scratch).toEnd().expectCode(0);
      assertArrayEquals(expected(), reader.await().stdoutBytes());
    }
    assertEquals(List.of("out.fifo"), Tools.names(scratch));

    Outcome outcome = run(film(), "-o", "/dev/stdout").in(scratch).toEnd().expectCode(0);
    assertArrayEquals(expected(), outcome.stdoutBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"film.obu", "FILM.OBU", "film --format obu"})
  void dav1dDecodesRawObus(String words) throws IOException {
    Object[] output = words.split(" ", -1);
    run(film(), "-o").and(output).in(scratch).toEnd().expectCode(0);
    Path made = scratch.resolve(output[0].toString());
    Path decoded = scratch.resolve("decoded.y4m");
    assertEquals(FRAMES, Tools.decoded(made, decoded, "--demuxer", "section5").frames());
  }

  @Test
  void aFormatWinsOverTheNameOfTheFile() throws IOException {
    Path output = scratch.resolve("odd.obu");
    run(film(), "-o", output, "--format", "ivf").toEnd().expectCode(0);
    assertArrayEquals(expected(), Files.readAllBytes(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--limit 17", "--frames 17", "--limit=17"})
  void onlyTheFirstFramesMayBeAskedFor(String words) throws IOException {
    Path output = scratch.resolve("out.ivf");
    run(film(), "-o", output).and((Object[]) words.split(" ", -1)).toEnd().expectCode(0);
    assertEquals(17, Ivf.of(output).header().frameCount());
    assertEquals(17, Tools.decoded(output, scratch.resolve("decoded.y4m")).frames());
  }

  @Test
  void thePipeNeedNotEndWhereTheLimitDoes() throws IOException {
    byte[] film = Files.readAllBytes(film());
    Path output = scratch.resolve("out.ivf");
    try (Running running = run("-", "-o", output, "--limit", 5).stdinOpen().start()) {
      int header = new String(film, 0, 100, ISO_8859_1).indexOf('\n') + 1;
      running.stdin().write(film, 0, header + (film.length - header) / FRAMES * 5);
      running.stdin().flush();
      running.await().expectCode(0);
    }
    assertEquals(5, Ivf.of(output).packets().size());
  }

  @Test
  void aLimitBeyondTheEndTakesTheWholeFilm() throws IOException {
    Path output = scratch.resolve("out.ivf");
    run(film(), "-o", output, "--limit", 1_000_000).toEnd().expectCode(0);
    assertArrayEquals(expected(), Files.readAllBytes(output));
  }

  /// Nobody has said where to keep anything, and the next film of standard input is another one.
  @ParameterizedTest
  @ValueSource(strings = {"-", "/dev/null"})
  void aFilmThatGoesToNoFileLeavesNothingWhenItIsInterrupted(String output) throws IOException {
    Path temp = Files.createDirectory(scratch.resolve("temp"));
    Run run = run("-", "-o", output, "-v").with("TMPDIR", temp.toString()).in(scratch);
    try (Running running = run.stdinOpen().start()) {
      feed(running);
      running.awaitStderr("GOP 0 (frames 0-11) done");
      assertEquals(1, Tools.names(temp).size());
      running.signal("TERM");
      Outcome outcome = running.await().expectCode(130);
      assertTrue(
          outcome
              .stderr()
              .contains(
                  "interrupted; finished GOPs are deleted, since no --temp FOLDER says where to keep them"),
          outcome::toString);
    }
    assertEquals(List.of(), Tools.names(temp));
    assertEquals(List.of("temp"), Tools.names(scratch));
    LeftJob.expectRefusal(
        run("-", "-o", output, "--resume").in(scratch),
        2,
        "nothing is kept to resume from when the film goes to ",
        ", unless --temp FOLDER says where");
  }

  @Test
  void withTempAFilmThatGoesToNoFileIsResumed() throws IOException {
    Path temp = Files.createDirectory(scratch.resolve("temp"));
    for (String signal : List.of("TERM", "")) {
      try (Running running =
          run("-", "-o", "-", "-v", "--temp", temp).in(scratch).stdinOpen().start()) {
        feed(running);
        running.awaitStderr("GOP 0 (frames 0-11) " + (signal.isEmpty() ? "kept" : "done"));
        if (signal.isEmpty()) {
          byte[] film = Files.readAllBytes(film());
          running.stdin().write(film, film.length - 1, 1);
          running.stdin().close();
          Ivf.of(running.await().expectCode(0).stdoutBytes())
              .expectSamePackets(0, Ivf.of(expected()));
        } else {
          running.signal(signal);
          Outcome outcome = running.await().expectCode(130);
          assertTrue(outcome.stderr().contains("finished GOPs are kept"), outcome::toString);
        }
      }
    }
    assertEquals(List.of(), Tools.names(temp));
  }

  /// What took hours is not thrown away because the last GOP fails.
  @Test
  void aFilmThatGoesToNoFileAndFailsSaysHowToResume() throws IOException {
    Path temp = Files.createDirectory(scratch.resolve("temp"));
    Run run = LeftJob.to("-", LeftJob.film()).with("TMPDIR", temp.toString()).in(scratch);
    Outcome outcome = LeftJob.failing(run, temp).toEnd().expectCode(4);
    Matcher advice =
        Pattern.compile("run again with --resume --temp (\\S+) to try only those")
            .matcher(outcome.stderr());
    assertTrue(advice.find(), outcome::toString);
    Outcome again =
        LeftJob.to("-", LeftJob.film())
            .and("--resume", "--temp", advice.group(1))
            .in(scratch)
            .toEnd()
            .expectCode(0);
    assertEquals(LeftJob.FINISHED, LeftJob.count(again, " kept from an earlier run"));
    assertEquals(26, Ivf.of(again.stdoutBytes()).packets().size());
  }

  /// All but the last byte.
  private static void feed(Running running) throws IOException {
    byte[] film = Files.readAllBytes(film());
    running.stdin().write(film, 0, film.length - 1);
    running.stdin().flush();
  }

  @Test
  void finishedGopsAreKeptWhereTempSays() throws IOException {
    Path temp = Files.createDirectory(scratch.resolve("temp"));
    Path output = scratch.resolve("out.ivf");
    try (Running running = run("-", "-o", output, "--temp", temp, "-v").stdinOpen().start()) {
      byte[] film = Files.readAllBytes(film());
      running.stdin().write(film, 0, film.length - 1);
      running.stdin().flush();
      running.awaitStderr("GOP 0 (frames 0-11) done");
      Path gops = temp.resolve(Tools.names(temp).getFirst());
      assertTrue(gops.toString().endsWith("-out.ivf.gops"), gops::toString);
      assertTrue(Tools.names(gops).stream().anyMatch(name -> name.startsWith("gop-000000")));
      assertEquals(List.of("temp"), Tools.names(scratch));
      running.stdin().write(film, film.length - 1, 1);
      running.stdin().close();
      running.await().expectCode(0);
    }
    assertEquals(List.of("out.ivf", "temp"), Tools.names(scratch));
    assertEquals(List.of(), Tools.names(temp));
  }

  @Test
  void anOutputIsOnlyReplacedWhenThatIsAskedFor() throws IOException {
    Path output = Files.writeString(scratch.resolve("out.ivf"), Ivf.PRECIOUS);
    run(film(), "-o", output).toEnd().expectCode(2);
    assertEquals(Ivf.PRECIOUS, Files.readString(output));
    run(film(), "-o", output, "--overwrite").toEnd().expectCode(0);
    assertArrayEquals(expected(), Files.readAllBytes(output));
  }

  /// What is linked to may be on another disk.
  @Test
  void aLinkStaysAndTheFilmGoesToItsTarget() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("disk"));
    Path film = Files.writeString(folder.resolve("film.ivf"), Ivf.PRECIOUS);
    Path link = Files.createSymbolicLink(scratch.resolve("out.ivf"), Path.of("disk/film.ivf"));
    Outcome outcome = run(film(), "-o", link, "--overwrite").toEnd().expectCode(0);
    assertTrue(outcome.stderr().contains(link + " is a link, the film goes to "));
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(expected(), Files.readAllBytes(film));
    assertEquals(List.of("film.ivf"), Tools.names(folder));
  }

  @Test
  void aLinkThatLeadsInACircleIsNoOutput() throws IOException {
    Path link = Files.createSymbolicLink(scratch.resolve("out.ivf"), Path.of("out.ivf"));
    Outcome outcome = run(film(), "-o", link).toEnd().expectCode(2);
    assertTrue(outcome.stderr().contains(link + " is a link that leads in a circle"));
  }

  @Test
  void resumeBeginsAFilmThatIsNotThereAndLeavesOneThatIs() throws IOException {
    Path output = scratch.resolve("out.ivf");
    Outcome first = run(film(), "-o", output, "--resume").toEnd().expectCode(0);
    assertTrue(first.stderr().startsWith("nothing to resume in "), first::toString);
    assertArrayEquals(expected(), Files.readAllBytes(output));
    Outcome second = run(film(), "-o", output, "--resume").toEnd().expectCode(2);
    assertTrue(
        second.stderr().contains("out.ivf is already complete; --overwrite encodes it again"));
  }

  /// A crash has come between the film's name and the end of its job directory.
  @Test
  void whatIsLeftOfACompleteFilmsJobIsSweptAwayWhenItIsRefused() throws IOException {
    Path output = Files.writeString(scratch.resolve("out.ivf"), Ivf.PRECIOUS);
    for (String option : List.of("--resume", "--no-progress")) {
      Path state = Files.createDirectory(scratch.resolve("out.ivf.gops"));
      Files.createFile(state.resolve("keyframes"));
      run(film(), "-o", output, option).toEnd().expectCode(2);
      assertEquals(List.of("out.ivf"), Tools.names(scratch));
      assertEquals(Ivf.PRECIOUS, Files.readString(output));
    }
  }

  @Test
  void twoRunsDoNotWorkOnOneOutput() throws IOException {
    Path output = scratch.resolve("out.ivf");
    try (Running first = run("-", "-o", output, "-v").stdinOpen().start()) {
      byte[] film = Files.readAllBytes(film());
      first.stdin().write(film, 0, film.length - 1);
      first.stdin().flush();
      first.awaitStderr("GOP 0 from frame 0");
      for (String how : List.of("--no-progress", "--overwrite", "--resume")) {
        Outcome second = run("-", "-o", output, how).stdin(film()).toEnd().expectCode(5);
        assertTrue(
            second.stderr().contains("another rav1e-by-gop is working on"), second::toString);
      }
      first.stdin().write(film, film.length - 1, 1);
      first.stdin().close();
      first.await().expectCode(0);
    }
    Ivf.of(output).expectSamePackets(0, Ivf.of(expected()));
  }

  private static Path film() throws IOException {
    return Clips.small(FRAMES, 12);
  }

  private byte[] expected() throws IOException {
    Path file = scratch.resolve("expected.ivf");
    run(film(), "-o", file).toEnd().expectCode(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private static Run run(Object... arguments) {
    return IMAGE.run("--speed", 10).and(arguments);
  }
}
