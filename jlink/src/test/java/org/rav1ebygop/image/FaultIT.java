package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Encoders that crash and disks that are full: the film comes out whole, or what is missing is
/// named and can be made later.
class FaultIT {
  private static final Image IMAGE = Image.built();
  private static final int GOPS = 5;

  @TempDir static Path shared;
  private static Path undisturbed = Path.of("");

  @TempDir Path scratch;

  @BeforeAll
  static void encodeWithoutAnyTrouble() throws IOException {
    undisturbed = shared.resolve("undisturbed.ivf");
    encode(undisturbed).toEnd().expectCode(0);
  }

  /// In its first attempt at each GOP the encoder does this, after it was given all frames. One
  /// slot, so that there are no second copies of a GOP.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 3",
        "kill -9 $$",
        "echo garbage, not a film",
        "REAL \"$@\" <$film | head -c 900",
        "REAL \"$@\" <$film | head -c 900; kill -SEGV $$",
        "REAL \"$@\" <$film | tail -c +40",
        "REAL \"$@\" --limit 3 <$film",
      })
  void anEncoderThatFailsOnceAtEachGopCostsNoFrame(String failure) throws IOException {
    Path encoder = encoder("if mkdir $film.seen; then " + failure + "; exit; fi");
    Run run = encode(output()).and("--rav1e", encoder, "-v", "--local-workers", 1);
    Outcome outcome = run.toEnd().expectCode(0);
    assertEquals(GOPS, count(outcome, ", attempt 1 on local/"), outcome::toString);
    assertEquals(GOPS, count(outcome, ", attempt 2"), outcome::toString);
    expectTheFilm();
    assertEquals(List.of("out.ivf"), filmNames());
  }

  /// Only the encoder of the last, short GOP fails. A second slot with nothing to do would begin a
  /// copy of it, which fails, too.
  @Test
  void aGopThatAlwaysFailsIsSetAsideAndMadeLaterByAnEncoderThatWorks() throws IOException {
    Path encoder =
        encoder("[ $(wc -c <$film) -gt 200000 ] || { echo 'cannot go on' >&2; exit 101; }");
    Run failing = encode(output()).and("--rav1e", encoder, "--max-tries", 2);
    Outcome first = failing.and("--local-workers", 1).toEnd().expectCode(4);
    List<String> lines = first.stderr().lines().toList();
    assertEquals(2, count(first, "GOP 4 (frames 48-52), attempt "), first::toString);
    String named = lines.get(lines.size() - 2);
    String log = "out.ivf.gops/gop-000004.attempt-2.log";
    assertTrue(named.startsWith("GOP 4 (frames 48-52) failed and was skipped: "), first::toString);
    assertTrue(named.contains("cannot go on"), first::toString);
    assertTrue(named.endsWith("; see " + scratch.resolve(log)), first::toString);
    String kept = Files.readString(scratch.resolve(log));
    assertTrue(kept.startsWith("GOP 4 (frames 48-52), attempt 2 on local/"), kept);
    assertTrue(kept.endsWith("cannot go on\n"), kept);
    assertEquals(
        "INCOMPLETE: 48 of 53 frames encoded, 1 GOP missing; run again with --resume to try only those",
        lines.getLast());
    assertEquals(List.of("out.ivf.gops"), filmNames());

    Outcome second = encode(output()).and("--resume", "-v").toEnd().expectCode(0);
    assertEquals(GOPS - 1, count(second, "kept from an earlier run"), second::toString);
    assertEquals(1, count(second, " -> local/"), second::toString);
    expectTheFilm();
    assertEquals(List.of("out.ivf"), filmNames());
  }

  /// Most of its runs, chosen by their number, die after any number of bytes.
  @Test
  void anEncoderThatDiesAtRandomCostsNoFrame() throws IOException {
    Path encoder =
        new BadEncoder(IMAGE, scratch)
            .script(
                "encoder",
                """
                case $1 in --version | --help) exec REAL "$@" ;; esac
                run=$(ls DIR | grep -c ^run-)
                : >DIR/run-$$
                [ $run -gt 0 ] || exec REAL "$@"
                program='BEGIN { srand(run); rand(); print rand() < 0.6 ? int(rand() * 3000) : -1 }'
                bytes=$(awk -v run=$run "$program")
                [ $bytes -ge 0 ] || exec REAL "$@"
                REAL "$@" | head -c $bytes
                kill -9 $$
                """);
    Outcome outcome = encode(output()).and("--rav1e", encoder, "--max-tries", 50).toEnd();
    outcome.expectCode(0);
    assertTrue(count(outcome, " failed: rav1e ") > 0, outcome::toString);
    expectTheFilm();
    assertEquals(List.of("out.ivf"), filmNames());
  }

  @Test
  void anEncoderThatNeverWorksEndsTheRunWithEveryGopNamed() throws IOException {
    Path encoder = encoder("exit 7");
    Outcome outcome = encode(output()).and("--rav1e", encoder).toEnd().expectCode(4);
    assertEquals(GOPS, count(outcome, "failed and was skipped: "), outcome::toString);
    assertTrue(outcome.stderr().contains("INCOMPLETE: 0 of 53 frames"), outcome::toString);
    assertFalse(Files.exists(output()));
  }

  @Test
  void anEncoderThatIsReplacedMeanwhileIsRefused() throws IOException {
    Path encoder = encoder("[ $(wc -c <$film) -gt 200000 ] || exit 101");
    encode(output()).and("--rav1e", encoder).toEnd().expectCode(4);
    Path other =
        new BadEncoder(IMAGE, scratch)
            .script(
                "other",
                "[ $1 != --version ] || { echo 'rav1e 9.9.9 (release)'; exit; }; exec REAL \"$@\"");
    Outcome outcome = encode(output()).and("--rav1e", other).toEnd().expectCode(2);
    assertTrue(outcome.stderr().contains("encoder.version was "), outcome::toString);
    assertTrue(outcome.stderr().contains(", is 9.9.9; "), outcome::toString);
  }

  /// The limit on the size of files stands for a disk that is full: room for each GOP, but not for
  /// the film, and then not even for a GOP.
  @ParameterizedTest
  @ValueSource(ints = {8, 1})
  void whenThereIsNoSpaceWhatIsFinishedIsKept(int blocks) throws IOException {
    Run limited = new Run("sh", "-c", "ulimit -f \"$0\"; exec \"$@\"", blocks);
    Outcome first = encode(limited, output()).toEnd().expectCode(5);
    assertTrue(
        first
            .stderr()
            .lines()
            .toList()
            .getLast()
            .matches(".*error: cannot write .*File too large.*"),
        first::toString);
    assertFalse(Files.exists(output()));

    Outcome second = encode(output()).and("-v").toEnd().expectCode(0);
    assertEquals(blocks == 8 ? GOPS : 0, count(second, "kept from"), second::toString);
    expectTheFilm();
    assertEquals(List.of("out.ivf"), filmNames());
  }

  /// What is left is in a folder for this run only, and the message names it.
  @Test
  void aFullDeviceAsOutputIsNotTakenForADamagedGop() throws IOException {
    Outcome outcome =
        encode(Path.of("/dev/full"))
            .in(scratch)
            .with("TMPDIR", scratch.toString())
            .toEnd()
            .expectCode(5);
    Matcher advice =
        Pattern.compile(
                "No space left on device; finished GOPs are kept, run again with --resume --temp (\\S+)")
            .matcher(outcome.stderr());
    assertTrue(advice.find(), outcome::toString);
    Run again = encode(Path.of("/dev/null")).in(scratch).and("-v", "--resume");
    Outcome second = again.and("--temp", advice.group(1)).toEnd().expectCode(0);
    assertTrue(count(second, "kept from an earlier run") > 0, second::toString);
  }

  private void expectTheFilm() throws IOException {
    assertEquals(-1, Files.mismatch(undisturbed, output()));
  }

  private List<String> filmNames() throws IOException {
    return Tools.names(scratch).stream().filter(name -> name.startsWith("out")).toList();
  }

  private Path encoder(String before) throws IOException {
    return new BadEncoder(IMAGE, scratch).before(before);
  }

  private Path output() {
    return scratch.resolve("out.ivf");
  }

  private static Run encode(Path output) throws IOException {
    return encode(new Run("env"), output);
  }

  /// Four GOPs of 12 frames and one of 5.
  private static Run encode(Run launcher, Path output) throws IOException {
    return launcher
        .and(IMAGE.launcher(), Clips.small(53), "-o", output, "--speed", 10)
        .and("--splitter", "fixed", "--keyint", 12);
  }

  private static long count(Outcome outcome, String text) {
    return outcome.stderr().lines().filter(line -> line.contains(text)).count();
  }
}
