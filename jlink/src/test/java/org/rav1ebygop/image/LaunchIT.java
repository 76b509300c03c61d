package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launch script starts the program from anywhere, and stays out of its way.
class LaunchIT {
  private static final Image IMAGE = Image.built();

  @TempDir Path scratch;

  @Test
  void versionGoesToStdoutAndNothingElseIsPrinted() throws IOException {
    expectVersion(IMAGE.run("--version"));
  }

  @Test
  void helpAndVersionAreCommandsToo() throws IOException {
    String version = IMAGE.run("--version").toEnd().expectCode(0).stdout();
    for (String command : List.of("version", "keyframes -V", "verify --version", "workers -V")) {
      assertEquals(
          version, IMAGE.run((Object[]) command.split(" ", -1)).toEnd().expectCode(0).stdout());
    }
    String help = IMAGE.run("verify", "--help").toEnd().expectCode(0).stdout();
    assertEquals(help, IMAGE.run("help", "verify").toEnd().expectCode(0).stdout());
    assertEquals(
        IMAGE.run("--help").toEnd().expectCode(0).stdout(),
        IMAGE.run("help").toEnd().expectCode(0).stdout());
  }

  @Test
  void needsNoJavaAndNoEnvironment() throws IOException {
    expectVersion(IMAGE.run("--version").withEmptyEnvironment());
    expectVersion(IMAGE.run("--version").with("PATH", "/nonexistent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "no_WHERE.UTF-8", "C.UTF-8"})
  void worksFromAPathWithBlanksAndBeyondAsciiInAnyLocale(String locale) throws IOException {
    Image image = moved();
    expectVersion(image.run("--version").with("LC_ALL", locale));
  }

  @Test
  void encodesAFileWhoseNameIsBeyondAsciiWithoutALocale() throws IOException {
    Path film = Files.copy(Clips.small(12), scratch.resolve("Ein Film über 映画.y4m"));
    Path output = scratch.resolve("größer.ivf");
    moved()
        .run(film, "-o", output, "--speed", 10)
        .withEmptyEnvironment()
        .with("PATH", System.getenv("PATH"))
        .toEnd()
        .expectCode(0);
    assertTrue(Files.size(output) > 0);
  }

  @Test
  void worksThroughChainsOfRelativeAndAbsoluteLinks() throws IOException {
    Path bin = Files.createDirectories(scratch.resolve("some where/bin"));
    Path first = Files.createSymbolicLink(bin.resolve("first"), moved().launcher());
    Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));
    Path third =
        Files.createSymbolicLink(scratch.resolve("third"), Path.of("some where", "bin", "second"));
    Path directory = Files.createSymbolicLink(scratch.resolve("linked"), bin);
    for (Path link : List.of(first, third, directory.resolve("second"))) {
      expectVersion(new Run(link.toString(), "--version"));
      expectVersion(new Run(link.toString(), "--version").with("PATH", "/nonexistent"));
    }
    expectVersion(new Run("sh", "-c", "second --version").with("PATH", bin + ":/usr/bin:/bin"));
    expectVersion(new Run("sh", "-c", "./third --version").in(scratch));
    expectVersion(new Run("sh", "third", "--version").in(scratch));
  }

  @Test
  void passesEveryArgumentAsItIs() throws IOException {
    Path film = Files.copy(Clips.small(12), scratch.resolve("a * $HOME  \"b\" 'c'.y4m"));
    Path output = scratch.resolve("out  *.ivf");
    IMAGE.run(film, "-o", output, "--speed", 10).in(scratch).toEnd().expectCode(0);
    assertTrue(Files.size(output) > 0);
  }

  @Test
  void ignoresWhatIsMeantForOtherJavaPrograms() throws IOException {
    expectVersion(
        IMAGE
            .run("--version")
            .with("JAVA_HOME", "/nonexistent")
            .with("JAVA_TOOL_OPTIONS", "-Xmx1g")
            .with("JDK_JAVA_OPTIONS", "-Xmx1g")
            .with("_JAVA_OPTIONS", "-Xmx1g")
            .with("CLASSPATH", "/nonexistent.jar")
            .with("CDPATH", scratch.toString()));
  }

  @Test
  void handsItsOwnOptionsToTheVirtualMachine() throws IOException {
    Outcome outcome =
        IMAGE.run("--version").with("RAV1E_BY_GOP_OPTS", "-Xmx64m  -XshowSettings:vm").toEnd();
    assertTrue(outcome.expectCode(0).stderr().contains("64.00M"), outcome::toString);
  }

  @Test
  void becomesTheProgramSoThatSignalsReachIt() throws IOException {
    Optional<String> java = Optional.of(IMAGE.java().toRealPath().toString());
    try (Running running = IMAGE.run("-", "-o", scratch.resolve("o.ivf")).stdinOpen().start()) {
      running.awaitThat(
          "the process is the image's java", () -> running.handle().info().command().equals(java));
      running.signal("TERM");
      Outcome outcome = running.await();
      assertTrue(outcome.code() == 143 || outcome.code() == 130, outcome::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "cut off"})
  void anAotCacheThatCannotBeUsedIsPassedOverInSilence(String damage) throws IOException {
    Image image = moved();
    Path cache = image.home().resolve("lib/rav1e-by-gop.aot");
    byte[] content = Files.readAllBytes(cache);
    if (damage.equals("cut off")) {
      Files.write(cache, Arrays.copyOf(content, content.length / 2));
    } else {
      Files.writeString(cache, damage);
    }
    expectVersion(image.run("--version"));
    Files.delete(cache);
    expectVersion(image.run("--version"));
  }

  @Test
  void theAotCacheIsUsedAlsoAfterMoving() throws IOException {
    for (Image image : List.of(IMAGE, moved())) {
      expectVersion(image.run("--version").with("RAV1E_BY_GOP_OPTS", "-XX:AOTMode=on"));
    }
  }

  private Image moved() throws IOException {
    return IMAGE.copyTo(scratch.resolve("Bilder für später & mehr"));
  }

  private static void expectVersion(Run run) throws IOException {
    Outcome outcome = run.toEnd().expectCode(0);
    assertTrue(
        outcome
            .stdout()
            .matches(
                "rav1e-by-gop \\d+\\.\\d+\\.\\d+\\Rrav1e \\d+\\.\\d+\\.\\d+ at /.*\\RJava \\d+.*\\R"),
        outcome::toString);
    assertEquals("", outcome.stderr());
    assertFalse(outcome.stdout().contains("[aot]"), outcome::toString);
  }
}
