package org.rav1ebygop.encoder.rav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.process.ProgramFinder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Finding rav1e, and finding out that something is none.
@Tag("waits")
class Rav1eProbeTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String HELP =
      "printf '  -x, --no-scene-detection\\n  --keyint <N>\\n  --min-quantizer\\n  --tiles\\n"
          + "  --range\\n'";

  @TempDir Path folder;

  @Test
  void realOneIsAvailableWithVersionAndPath() {
    var found =
        assertInstanceOf(
            Availability.Available.class, new Rav1eBackendProvider().availability(Tools.options()));
    assertTrue(found.detail().matches("rav1e \\d+\\.\\d+\\S*.* at /.*"), found.detail());
  }

  @ParameterizedTest
  @CsvSource({
    "rav1e 0.7.1 (UNKNOWN) (release), 0.7.1",
    "rav1e 0.5.1 (v0.5.1) (release), 0.5.1",
    "rav1e 0.5.1 (release), 0.5.1",
    "rav1e 0.8.0 (p20240612-3-g1234567) (release), 0.8.0 (p20240612-3-g1234567)",
    "rav1e 0.9.0-alpha (debug), 0.9.0-alpha"
  })
  void versionIsWhatDecidesTheBytes(String line, String version) {
    assertEquals(version, probe("echo '" + line + "'").version());
  }

  @Test
  void flagsAreReadFromTheHelp() {
    Rav1e rav1e = probe("echo 'rav1e 0.7.1'");
    assertTrue(rav1e.flags().contains("no-scene-detection"), rav1e.toString());
    assertFalse(rav1e.flags().contains("photon-noise"), rav1e.toString());
  }

  @Test
  void whatCallsItselfSomethingElseIsRefused() {
    assertProblem("echo 'ffmpeg version 7'", "is no rav1e", "ffmpeg version 7");
  }

  @Test
  void silenceIsRefused() {
    assertProblem("exit 0", "says nothing");
  }

  @Test
  void binaryGarbageIsQuotedHarmlessly() {
    assertProblem("printf '\\001\\033[31m\\377\\n'", "is no rav1e");
  }

  @Test
  void crashIsReportedWithItsReason() {
    assertProblem("echo 'libfoo.so.3: not found' >&2; exit 127", "127", "libfoo.so.3: not found");
  }

  @Test
  void signalIsReported() {
    assertProblem("kill -4 $$", "SIGILL");
  }

  @Test
  void hangIsEnded() {
    assertHang("exec sleep 1000");
  }

  @Test
  void endlessOutputIsEnded() {
    assertHang("exec yes");
  }

  @Test
  void tooOldOneIsRefused() {
    Path script = Script.write(folder, "echo 'rav1e 0.3.0'");
    var problem = assertThrows(GopException.class, () -> new Rav1eProbe(script, LONG).probe());
    assertEnvironment(problem, "0.3.0", "has no --no-scene-detection");
  }

  @Test
  void scriptWithoutInterpreterCannotBeStarted() throws IOException {
    Path script = Script.write(folder, "exit 0");
    Files.writeString(script, "#!/no/such/interpreter\n");
    var problem = assertThrows(GopException.class, () -> new Rav1eProbe(script, LONG).probe());
    assertEnvironment(problem, "cannot be started");
  }

  @Test
  void unusableFilesAreUnavailableForAReason() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "text");
    assertUnavailable(folder.resolve("nothing").toString(), "does not exist");
    assertUnavailable(folder.toString(), "is no executable file");
    assertUnavailable(plain.toString(), "is no executable file");
    assertUnavailable("no-such-rav1e-anywhere", "in PATH");
    assertUnavailable("./no\0name", "does not exist");
    assertUnavailable(" ", "names no file");
  }

  @Test
  void optionGoesBeforePropertyBeforePath() throws IOException {
    Path inPath = executable("path/rav1e");
    Path named = executable("named");
    Path bundled = executable("bundled");
    String searchPath = folder + File.pathSeparator + folder.resolve("path");
    var bare = finder(null, searchPath);
    var withProperty = finder(bundled.toString(), searchPath);
    assertEquals(inPath, bare.find(null));
    assertEquals(bundled, withProperty.find(null));
    assertEquals(named, withProperty.find(named.toString()));
    assertEquals(inPath, withProperty.find("rav1e"));
  }

  @Test
  void missingBundledOneIsNotReplacedInSilence() throws IOException {
    executable("path/rav1e");
    var finder = finder(folder.resolve("gone").toString(), folder.resolve("path").toString());
    assertEnvironment(
        assertThrows(GopException.class, () -> finder.find(null)), "the image", "--rav1e");
  }

  private static ProgramFinder finder(@Nullable String bundled, String searchPath) {
    return new ProgramFinder(
        "rav1e", "--rav1e", Rav1eBackendProvider.HOW_TO_GET, bundled, "the image", searchPath);
  }

  @Test
  void settingsThatOnlyRav1eCanJudgeAreRefusedOnOpening() {
    Path script =
        Script.write(
            folder,
            "case \"$1\" in --*) exec '%s' \"$1\";; esac".formatted(Tools.rav1e()),
            "echo '!! Invalid configuration: too hot' >&2",
            "exit 1");
    var format = SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS420, 8));
    Options options = Options.NONE.with(Rav1eOptions.PATH, script.toString());
    var settings = new EncoderSettings(10, 120, null, 1, options);
    var refusal =
        assertThrows(
            GopException.class, () -> new Rav1eBackendProvider().open(format, settings).close());
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains("too hot"), refusal.getMessage());
  }

  private Rav1e probe(String answerToVersion) {
    Path script =
        Script.write(folder, "if [ \"$1\" = --help ]; then", HELP, "else", answerToVersion, "fi");
    return new Rav1eProbe(script, LONG).probe();
  }

  private void assertProblem(String answerToVersion, String... words) {
    Path script = Script.write(folder, answerToVersion);
    var problem = assertThrows(GopException.class, () -> new Rav1eProbe(script, LONG).probe());
    assertEnvironment(problem, words);
  }

  private void assertHang(String answerToVersion) {
    Path script = Script.write(folder, answerToVersion);
    var problem = assertThrows(GopException.class, () -> new Rav1eProbe(script, SHORT).probe());
    assertEnvironment(problem, "does not answer --version within 400 ms");
  }

  private static void assertEnvironment(GopException problem, String... words) {
    String message = problem.getMessage();
    assertEquals(GopException.Kind.ENVIRONMENT, problem.kind(), message);
    assertEquals(1, message.lines().count(), message);
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  private static void assertUnavailable(String path, String word) {
    Options options = Options.NONE.with(Rav1eOptions.PATH, path);
    var answer =
        assertInstanceOf(
            Availability.Unavailable.class, new Rav1eBackendProvider().availability(options));
    assertTrue(answer.reason().contains(word), answer.reason());
    assertEquals(1, answer.reason().lines().count(), answer.reason());
  }

  private Path executable(String name) throws IOException {
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    return Files.move(Script.write(folder, "exit 0"), target);
  }
}
