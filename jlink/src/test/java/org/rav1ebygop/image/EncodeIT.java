package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.Rational;

/// The main job: a y4m film in, a whole AV1 film out, the same bytes whichever way it is made.
class EncodeIT {
  private static final Image IMAGE = Image.built();
  private static final int FRAMES = 75;

  @TempDir Path scratch;

  @Test
  void everyFrameComesOutOnceAndNothingElseStaysBehind() throws IOException {
    Path output = scratch.resolve("out.ivf");
    Outcome outcome = run(film(), "-o", output).toEnd().expectCode(0);

    assertEquals(FRAMES, Tools.decoded(output, scratch.resolve("decoded.y4m")).frames());
    Files.delete(scratch.resolve("decoded.y4m"));
    assertEquals(List.of("out.ivf"), Tools.names(scratch));
    assertEquals("", outcome.stdout());
    assertTrue(
        outcome.stderr().contains("Complete and verified: 75 frames in, 75 out"),
        outcome::toString);
  }

  @Test
  void theIvfHeaderCountsTheFramesAndTimeStampsCountUpFromZero() throws IOException {
    Ivf made = Ivf.of(encoded(film()));
    assertEquals(FRAMES, made.header().frameCount());
    assertEquals(new Rational(25, 1), made.header().frameRate());
    assertEquals(192, made.header().width());
    assertEquals(108, made.header().height());
    assertEquals(LongStream.range(0, FRAMES).boxed().toList(), made.stamps());
  }

  @Test
  void gopsStartAtTheCutsAndAreNoLongerThanAsked() throws IOException {
    assertEquals(List.of(0, 20, 41, 61), Ivf.of(encoded(film())).keyframes());
    assertEquals(
        List.of(0, 16, 20, 36, 41, 57, 61), Ivf.of(encoded(film(), "-I", 16, "-i", 4)).keyframes());
    assertEquals(
        List.of(0, 30, 60),
        Ivf.of(encoded(film(), "--splitter", "fixed", "--keyint", 30)).keyframes());
  }

  /// The virtual machine is told of four processors, because no more slots than processors are ever
  /// used.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theBytesAreTheSameForAnyNumberOfSlots(int slots) throws IOException {
    Path output = scratch.resolve("out.ivf");
    Outcome outcome =
        run(film(), "-o", output, "--local-workers", slots, "--memory", "unlimited", "-v")
            .with("RAV1E_BY_GOP_OPTS", "-XX:ActiveProcessorCount=4")
            .toEnd()
            .expectCode(0);
    assertTrue(
        outcome.stderr().contains(", " + slots + (slots == 1 ? " slot: " : " slots: ")),
        outcome::toString);
    assertArrayEquals(encoded(film(), "--threads", 1), Files.readAllBytes(output));
  }

  @Test
  void theBytesAreTheSameFromAFileFromStdinAndFromANamedPipe() throws IOException {
    byte[] fromFile = encoded(film());

    Path fromStdin = scratch.resolve("stdin.ivf");
    run("-", "-o", fromStdin).stdin(film()).toEnd().expectCode(0);
    assertArrayEquals(fromFile, Files.readAllBytes(fromStdin));

    Path pipe = scratch.resolve("film.fifo");
    Path fromPipe = scratch.resolve("pipe.ivf");
    new Run("mkfifo", pipe).toEnd().expectCode(0);
    try (Running running = run(pipe, "-o", fromPipe).start()) {
      try (OutputStream out = Files.newOutputStream(pipe)) {
        Files.copy(film(), out);
      }
      running.await().expectCode(0);
    }
    assertArrayEquals(fromFile, Files.readAllBytes(fromPipe));
  }

  @Test
  void aSlowPipeIsWaitedFor() throws IOException {
    byte[] film = Files.readAllBytes(film());
    Path output = scratch.resolve("out.ivf");
    try (Running running = run("-", "-o", output, "-v").stdinOpen().start()) {
      int most = film.length * 9 / 10;
      running.stdin().write(film, 0, 10);
      running.stdin().flush();
      running.stdin().write(film, 10, most - 10);
      running.stdin().flush();
      running.awaitStderr("GOP 0 (frames 0-19) done");
      running.stdin().write(film, most, film.length - most);
      running.stdin().close();
      running.await().expectCode(0);
    }
    assertArrayEquals(encoded(film()), Files.readAllBytes(output));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFilmMayBeAsShortAsOneFrame(int frames) throws IOException {
    Path output = scratch.resolve("short.ivf");
    run(Clips.small(frames), "-o", output).toEnd().expectCode(0);
    assertEquals(frames, Tools.decoded(output, scratch.resolve("decoded.y4m")).frames());
  }

  @Test
  void everyFrameMayBeAKeyframe() throws IOException {
    byte[] made = encoded(Clips.small(5), "--keyint", 1, "--min-keyint", 1);
    assertEquals(List.of(0, 1, 2, 3, 4), Ivf.of(made).keyframes());
  }

  @Test
  void optionsAreReadInEveryUsualSpelling() throws IOException {
    Path film = Clips.small(12);
    byte[] expected = encoded(film, "--speed", 9, "--quantizer", 60);
    assertArrayEquals(expected, encoded(film, "-s9", "-q60"));
    assertArrayEquals(expected, encoded(film, "--speed=9", "--qp=60"));
    assertArrayEquals(expected, encoded(film, "-s", "9", "--qp", "60"));
  }

  @Test
  void tilesAndABitrateLimitReachTheEncoder() throws IOException {
    Path film = Clips.small(24);
    byte[] plain = encoded(film);
    byte[] limited = encoded(film, "--max-bitrate", 10);
    assertTrue(limited.length < plain.length, () -> limited.length + " of " + plain.length);

    Path output = scratch.resolve("tiles.ivf");
    Outcome outcome = run(film, "-o", output, "--tiles", 2).toEnd().expectCode(0);
    assertTrue(outcome.stderr().contains(" for 2 tiles each"), outcome::toString);
    assertEquals(24, Tools.decoded(output, scratch.resolve("decoded.y4m")).frames());
  }

  private static Path film() throws IOException {
    return Clips.small(FRAMES, 20, 41, 61);
  }

  private byte[] encoded(Path film, Object... options) throws IOException {
    Path output = Files.createTempFile(scratch, "encoded", ".ivf");
    run(film, "-o", output, "--overwrite").and(options).toEnd().expectCode(0);
    byte[] bytes = Files.readAllBytes(output);
    Files.delete(output);
    return bytes;
  }

  /// Later options win, also over this speed.
  private static Run run(Object... arguments) {
    return IMAGE.run("--speed", 10).and(arguments);
  }
}
