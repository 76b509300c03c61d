package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// A job of five GOPs, of which four are finished: what a run leaves that was interrupted.
final class LeftJob {
  static final int GOPS = 5;
  static final int FINISHED = 4;

  private static final FrameLayout LAYOUT = new FrameLayout(128, 72, ChromaSampling.CS420, 8);
  private static final Image IMAGE = Image.built();

  private final Path folder;

  /// @param folder of the film; the directory of the job is in it
  private LeftJob(Path folder) {
    this.folder = folder;
  }

  /// Leaves a job, by an encoder that fails at the last GOP.
  ///
  /// @param film of [#film]
  static LeftJob by(Path folder, Path film) throws IOException {
    return by(folder, film, run -> run);
  }

  /// The same.
  ///
  /// @param film or `-`
  /// @param how what else to tell the run
  static LeftJob by(Path folder, Object film, UnaryOperator<Run> how) throws IOException {
    var job = new LeftJob(folder);
    how.apply(failing(job.run(film), folder)).toEnd().expectCode(4);
    assertEquals(FINISHED, job.gops().size());
    return job;
  }

  /// Lets the last GOP of a run fail, which is shorter than the others.
  ///
  /// @param folder beside which its encoder is
  static Run failing(Run run, Path folder) throws IOException {
    String script = "[ $(wc -c <$film) -lt 20000 ] || [ $(wc -c <$film) -gt 50000 ] || exit 101";
    return run.and("--rav1e", encoder(folder, script), "--max-tries", 1);
  }

  /// A film of 26 frames, in GOPs of 6.
  static Path film() throws IOException {
    return Clips.synthetic(LAYOUT, 26, 7, 15);
  }

  /// One with the same GOPs, but other pictures.
  static Path otherFilm() throws IOException {
    return Clips.synthetic(LAYOUT, 26, 4, 15);
  }

  /// A rav1e that does something of its own before each GOP, whose y4m is in `$film`, and before
  /// the trial with a single frame.
  static Path encoder(Path folder, String before) throws IOException {
    Path script = folder.resolveSibling(folder.getFileName() + "-encoder");
    Files.writeString(
        script,
        """
        #!/bin/sh
        case $1 in --version | --help) exec REAL "$@" ;; esac
        film=$0.$$
        cat >$film
        BEFORE
        REAL "$@" <$film
        code=$?
        rm $film
        exit $code
        """
            .replace("BEFORE", before)
            .replace("REAL", realEncoder()));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /// A copy that can be damaged.
  LeftJob copyTo(Path other) throws IOException {
    new Run("cp", "-a", state(), other).toEnd().expectCode(0);
    return new LeftJob(other);
  }

  /// A run that goes on with it, or begins it.
  ///
  /// @param film a file, or `-`
  Run run(Object film) {
    return run(new Run("env"), folder, film);
  }

  /// A run into a folder.
  static Run run(Run launcher, Path folder, Object film) {
    return to(launcher, folder.resolve("out.ivf"), film);
  }

  /// A run to anywhere.
  static Run to(Object output, Object film) {
    return to(new Run("env"), output, film);
  }

  private static Run to(Run launcher, Object output, Object film) {
    return launcher
        .and(IMAGE.launcher(), film, "-o", output, "-v", "--no-progress")
        .and("--speed", 10, "--splitter", "fixed", "--keyint", 6, "--min-keyint", 2)
        .and("--local-workers", 1);
  }

  Path state() {
    return folder.resolve("out.ivf.gops");
  }

  Path output() {
    return folder.resolve("out.ivf");
  }

  /// The finished GOPs, by their number.
  List<Path> gops() throws IOException {
    return Tools.names(state()).stream()
        .filter(name -> name.endsWith(".ivf"))
        .map(state()::resolve)
        .toList();
  }

  /// Goes on, and expects the film as it must be and nothing else.
  ///
  /// @param reused GOPs that need not be made again
  Outcome expectRepaired(Path film, int reused, Path undisturbed) throws IOException {
    return expectRepaired(run(film), reused, undisturbed);
  }

  /// Ends a run, and expects the film as it must be and nothing else.
  ///
  /// @param reused GOPs that need not be made again
  Outcome expectRepaired(Run run, int reused, Path undisturbed) throws IOException {
    Outcome outcome = run.toEnd().expectCode(0);
    assertEquals(reused, count(outcome, " kept from an earlier run"), outcome::toString);
    assertEquals(GOPS - reused, count(outcome, " -> local/"), outcome::toString);
    assertEquals(-1, Files.mismatch(undisturbed, output()), outcome::toString);
    assertEquals(List.of("out.ivf"), Tools.names(folder));
    return outcome;
  }

  /// Expects one line and nothing else.
  static void expectRefusal(Run run, int code, String... parts) throws IOException {
    Outcome outcome = run.toEnd().expectCode(code);
    List<String> lines = outcome.stderr().lines().filter(line -> line.contains("error: ")).toList();
    assertEquals(1, lines.size(), outcome::toString);
    for (String part : parts) {
      assertTrue(lines.getFirst().contains(part), outcome::toString);
    }
    expectNoTrace(outcome);
  }

  static void expectNoTrace(Outcome outcome) {
    assertTrue(
        outcome.stderr().lines().noneMatch(line -> line.matches("\\s+at .*|.*Exception.*")),
        outcome::toString);
  }

  static long count(Outcome outcome, String text) {
    return outcome.stderr().lines().filter(line -> line.contains(text)).count();
  }

  private static String realEncoder() throws IOException {
    return new Run("sh", "-c", "command -v " + Tools.rav1e(IMAGE)).toEnd().stdout().strip();
  }
}
