package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that is ended at any moment, in any way, loses nothing that is finished.
@Tag("waits")
class InterruptIT {
  private static final Image IMAGE = Image.built();
  private static final int GOPS = 6;

  /// Whoever runs the tests may have had some ignored, which is inherited.
  private static final String SIGNALS = "--default-signal=HUP,INT,TERM";

  private static final String GOING_ON = "resuming the unfinished encode in out.ivf.gops";

  @TempDir static Path shared;
  private static Path undisturbed = Path.of("");

  @TempDir Path scratch;
  @TempDir Path tools;

  @BeforeAll
  static void encodeWithoutAnyTrouble() throws IOException {
    undisturbed = shared.resolve("out.ivf");
    encode(shared).toEnd().expectCode(0);
  }

  /// A process that is killed cannot say anything; the shell makes 137 of it.
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 130", "HUP, 130", "KILL, 137"})
  void aSignalEndsItAndTheNextRunFinishesTheSameFilm(String signal, int code) throws IOException {
    int kept = interrupt(signal, code);
    Outcome second = encode(scratch).toEnd().expectCode(0);
    assertEquals(1, count(second, GOING_ON), second::toString);
    assertEquals(kept, count(second, " kept from an earlier run"), second::toString);
    assertEquals(GOPS - kept, count(second, " -> local/"), second::toString);
    expectTheFilmAndNothingElse();
  }

  @Test
  void resumeGoesOn() throws IOException {
    int kept = interrupt("TERM", 130);
    Outcome second = encode(scratch).and("--resume").toEnd().expectCode(0);
    assertEquals(kept, count(second, " kept from an earlier run"), second::toString);
    expectTheFilmAndNothingElse();
  }

  @Test
  void aCopyOfTheFilmIsGoneOnWith() throws IOException {
    int kept = interrupt("TERM", 130);
    Path film = scratch.resolve(film().getFileName());
    Files.setLastModifiedTime(film, FileTime.from(Instant.EPOCH));
    Outcome second = encode(scratch).and("--resume").toEnd().expectCode(0);
    assertEquals(1, count(second, "the input is of 1970-01-01 00:00:00 UTC, was of "));
    assertEquals(kept, count(second, " kept from an earlier run"), second::toString);
    expectTheFilmAndNothingElse();
  }

  /// The producer has not even begun.
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalEndsItWhileItWaitsForAPipe(String signal) throws IOException {
    Run run =
        new Run("env", SIGNALS, IMAGE.launcher(), "-", "-o", "out.ivf")
            .and("--json", "-")
            .in(scratch);
    try (Running running = run.stdinOpen().start()) {
      running.awaitStdout("\"start\"");
      running.signal(signal);
      Outcome outcome = running.await().expectCode(130);
      assertEquals("rav1e-by-gop: error: interrupted", outcome.stderr().strip());
    }
    assertEquals(List.of(), Tools.names(scratch));
  }

  /// The first one waits for whoever reads the standard error, which is full.
  @Test
  void aSecondSignalEndsItAtOnce() throws IOException {
    String script =
        "mkfifo full; exec 3<>full; dd if=/dev/zero bs=65536 count=1 >&3 2>/dev/null; exec env "
            + SIGNALS
            + " '%s' - -o out.ivf --json - 2>&3".formatted(IMAGE.launcher());
    try (Running running = new Run("sh", "-c", script).in(scratch).stdinOpen().start()) {
      running.awaitStdout("\"start\"");
      running.signal("TERM");
      running.awaitThat("it has ended", () -> ended(running));
      running.await().expectCode(130);
    }
  }

  /// Signals once more.
  private static boolean ended(Running running) {
    try {
      if (Running.isAlive(running.handle())) {
        new Run("kill", "-TERM", running.handle().pid()).toEnd();
      }
      return !Running.isAlive(running.handle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void overwriteStartsAnew() throws IOException {
    interrupt("TERM", 130);
    Outcome second = encode(scratch).and("--overwrite").toEnd().expectCode(0);
    assertEquals(0, count(second, "earlier run"), second::toString);
    assertEquals(GOPS, count(second, " -> local/"), second::toString);
    expectTheFilmAndNothingElse();
  }

  @Test
  void aFilmThatIsThereIsKeptUntilTheNewOneIsWhole() throws IOException {
    Files.writeString(output(), Ivf.PRECIOUS);
    endEarly(encode(scratch).and("--overwrite"), "TERM", 130);
    assertEquals(Ivf.PRECIOUS, Files.readString(output()));
  }

  @Test
  void changedSettingsOrAChangedInputAreRefusedByName() throws IOException {
    interrupt("TERM", 130);
    List<String> before = Tools.names(state());
    expectRefusal(
        encode(scratch).and("--quantizer", 80),
        "cannot resume out.ivf.gops: encoder.quantizer was 100, is 80; restore those settings");
    expectRefusal(
        encode(scratch).and("--keyint", 30),
        "cannot resume out.ivf.gops: splitter.keyint was 16, is 30; restore those settings");
    expectRefusal(
        encode(scratch).and("--encoder-option", "tune=psnr"),
        "encoder-option.tune was not set, is psnr; restore those settings");

    Path film = scratch.resolve(film().getFileName());
    Path original = Files.move(film, scratch.resolve("original"));
    byte[] bytes = Files.readAllBytes(original);
    bytes[bytes.length / 2] ^= 1;
    Files.write(film, bytes);
    expectRefusal(encode(scratch), " other bytes of ");
    Files.move(original, film, StandardCopyOption.REPLACE_EXISTING);

    assertEquals(before, Tools.names(state()));
    encode(scratch).toEnd().expectCode(0);
    expectTheFilmAndNothingElse();
  }

  /// @return how many GOPs were finished
  private int interrupt(String signal, int code) throws IOException {
    endEarly(encode(scratch), signal, code);
    assertFalse(Files.exists(output()));
    List<String> names = Tools.names(state());
    assertTrue(names.containsAll(List.of("job.json", "keyframes")), names::toString);
    int kept = (int) names.stream().filter(name -> name.endsWith(".ivf")).count();
    assertTrue(kept > 0 && kept < GOPS, () -> kept + " GOPs are finished");
    return kept;
  }

  /// Ends a run when its first GOP is finished. The encoders of the others wait until it has ended,
  /// so that no other GOP can be finished before.
  private void endEarly(Run run, String signal, int code) throws IOException {
    Path encoder = new BadEncoder(IMAGE, tools).holdingAllButOne();
    try (Running running = run.and("--rav1e", encoder).start()) {
      running.awaitStderr(" done: ");
      List<ProcessHandle> children = running.awaitDescendants();
      running.signal(signal);
      Outcome outcome = running.await().expectCode(code);
      Files.createFile(encoder.resolveSibling("go"));
      assertEquals(
          code == 130 ? 1 : 0,
          count(outcome, "interrupted; finished GOPs are kept"),
          outcome::toString);
      running.awaitThat("no child is left", () -> children.stream().noneMatch(Running::isAlive));
    }
  }

  private void expectRefusal(Run run, String message) throws IOException {
    Outcome outcome = run.toEnd().expectCode(2);
    assertTrue(outcome.stderr().contains(message), outcome::toString);
    assertEquals(1, outcome.stderr().lines().count(), outcome::toString);
  }

  private void expectTheFilmAndNothingElse() throws IOException {
    assertEquals(-1, Files.mismatch(undisturbed, output()));
    assertEquals(List.of(film().getFileName().toString(), "out.ivf"), Tools.names(scratch));
  }

  private Path output() {
    return scratch.resolve("out.ivf");
  }

  private Path state() {
    return scratch.resolve("out.ivf.gops");
  }

  private static Path film() throws IOException {
    return Clips.small(96);
  }

  /// Encodes a copy of the film in a folder, beside it.
  private static Run encode(Path folder) throws IOException {
    Path film = folder.resolve(film().getFileName());
    if (!Files.exists(film)) {
      Files.copy(film(), film);
    }
    return new Run("env", SIGNALS, IMAGE.launcher(), film.getFileName())
        .and("-o", "out.ivf", "-v", "--speed", 10, "--verify", "decode")
        .and("--min-keyint", 1)
        .and("--splitter", "fixed", "--keyint", 16)
        .in(folder);
  }

  private static long count(Outcome outcome, String text) {
    return outcome.stderr().lines().filter(line -> line.contains(text)).count();
  }
}
