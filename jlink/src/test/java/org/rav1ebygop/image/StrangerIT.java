package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins by people who have an image and nothing else of this project.
class StrangerIT {
  private static final Image IMAGE = Image.built();
  private static final Path SDK = IMAGE.home().resolve("sdk");

  @TempDir Path scratch;

  @Test
  void theTemplateIsBuiltTestedAndUsed() throws IOException {
    Path copy = scratch.resolve("my plugin");
    new Run("cp", "-a", SDK.resolve("example"), copy).toEnd().expectCode(0);
    Outcome build =
        new Run(System.getProperty("maven.program", "mvn"), "-o", "-B", "package")
            .and("-Drav1ebygop.home=" + IMAGE.home())
            .and("-Dmaven.repo.local=" + System.getProperty("maven.repository"))
            .with("JAVA_HOME", System.getProperty("java.home"))
            .in(copy)
            .toEnd()
            .expectCode(0);
    assertTrue(build.stdout().contains("FlashSplitterTest"), build::toString);
    Path film = scratch.resolve("film.ivf");
    Outcome encode =
        IMAGE
            .run(Clips.small(24, 8, 16), "-o", film, "--speed", 10, "--splitter", "flash")
            .and("--splitter-option", "step=1", "--min-keyint", 8)
            .and("--plugin-path", copy.resolve("target/flash-splitter-1.0.0.jar"))
            .toEnd()
            .expectCode(0);
    assertTrue(encode.stderr().contains("Complete and verified: 24 frames in"), encode::toString);
    assertEquals(0, Ivf.of(film).keyframes().getFirst());
  }

  /// Compiled against the two jars of the sdk folder, used in one run.
  @Test
  void aReaderAnEncoderATransportAndAMuxerWorkTogether() throws IOException {
    Path jar = stranger();
    Path input = Files.writeString(scratch.resolve("film.ramp"), "ramp 20\n");
    Path output = scratch.resolve("film.sizes");
    Outcome encode =
        IMAGE
            .run(input, "-o", output, "--encoder", "aom", "--transport", "one-by-one")
            .and("--splitter", "fixed", "--min-keyint", 8, "--keyint", 8, "--speed", 10)
            .and("--plugin-path", jar)
            .toEnd()
            .expectCode(0);
    List<String> lines = Files.readAllLines(output);
    assertEquals(21, lines.size(), encode::toString);
    assertEquals("frames 20", lines.getLast());
    Path film = scratch.resolve("film.ivf");
    IMAGE
        .run(input, "-o", film, "--encoder", "aom", "--transport", "one-by-one")
        .and("--splitter", "fixed", "--min-keyint", 8, "--keyint", 8, "--speed", 10)
        .and("--plugin-path", jar)
        .toEnd()
        .expectCode(0);
    assertEquals(List.of(0, 8, 16), Ivf.of(film).keyframes());
    assertEquals(20, Tools.decoded(film, scratch.resolve("decoded.y4m")).frames());
  }

  /// Built once and kept in binary form: docs/adr/0014.
  @Test
  void aPluginThatWasBuiltBeforeIsLoaded() throws IOException {
    Path jar = Path.of(System.getProperty("basedir", "."), "src/test/resources/made-for-0.2.jar");
    Outcome outcome = IMAGE.run("plugins", "--plugin-path", jar).toEnd().expectCode(0);
    assertEquals("", outcome.stderr());
    for (String id : List.of("ramp", "aom", "one-by-one", "sizes")) {
      assertTrue(outcome.stdout().contains("\n  " + id + " "), outcome::toString);
    }
  }

  @Test
  void aPluginThatWasMadeForAnEarlierApiIsLeftOutByName() throws IOException {
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path classes = Files.createDirectory(scratch.resolve("api"));
    Path old = scratch.resolve("api-0.1.jar");
    new Run(bin.resolve("jar").toString(), "--extract", "--file", SDK.resolve("rav1ebygop-api.jar"))
        .in(classes)
        .toEnd()
        .expectCode(0);
    new Run(bin.resolve("jar").toString(), "--create", "--file", old, "--module-version=0.1.0")
        .and("-C", classes, ".")
        .toEnd()
        .expectCode(0);
    Path jar = stranger(old);
    Outcome outcome = IMAGE.run("plugins", "--plugin-path", jar).toEnd();
    assertTrue(
        (outcome.stdout() + outcome.stderr())
            .contains(
                jar
                    + " is left out: it was made for version 0.1 of the plugin API and this program has 0.2"),
        outcome::toString);
  }

  private Path stranger() throws IOException {
    return stranger(SDK.resolve("rav1ebygop-api.jar"));
  }

  private Path stranger(Path api) throws IOException {
    Path sources = Path.of(System.getProperty("basedir", "."), "src/test/stranger");
    Path classes = scratch.resolve("classes");
    Path jar = scratch.resolve("stranger.jar");
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    List<Path> files;
    try (Stream<Path> found = Files.walk(sources)) {
      files = found.filter(file -> file.toString().endsWith(".java")).toList();
    }
    String modules = api + ":" + SDK.resolve("jspecify.jar");
    new Run(bin.resolve("javac").toString(), "-Werror", "-p", modules, "-d", classes)
        .and(files.toArray())
        .toEnd()
        .expectCode(0);
    new Run(bin.resolve("jar").toString(), "--create", "--file", jar, "-C", classes, ".")
        .toEnd()
        .expectCode(0);
    return jar;
  }
}
