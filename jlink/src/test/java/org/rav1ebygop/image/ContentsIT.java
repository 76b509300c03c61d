package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is in the image, and what is not.
class ContentsIT {
  private static final Image IMAGE = Image.built();

  /// 90 MB without the encoder and the decoder: what a download may cost.
  private static final long MAX_BYTES = 90_000_000;

  /// The modules of the JDK that plugins may count on, as docs/plugins.md lists them.
  static final Set<String> PROMISED =
      Set.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.net.http",
          "jdk.jfr",
          "jdk.management",
          "jdk.net",
          "jdk.nio.mapmode",
          "jdk.unsupported",
          "jdk.zipfs");

  @Test
  void everyModuleThatPluginsMayCountOnIsThere() throws IOException {
    Set<String> modules = modules();
    assertTrue(modules.containsAll(PROMISED), () -> "promised " + PROMISED + ", got " + modules);
  }

  @Test
  void nothingBringsTheDesktopIn() throws IOException {
    assertFalse(modules().contains("java.desktop"));
  }

  @Test
  void everyModuleThatIsNotOfTheProjectHasItsLicenceTexts() throws IOException {
    for (String module : modules()) {
      if (!module.startsWith("org.rav1ebygop.")) {
        Path legal = IMAGE.home().resolve("legal").resolve(module);
        assertTrue(Files.isDirectory(legal) && !names(legal).isEmpty(), () -> "none in " + legal);
      }
    }
  }

  @Test
  void anEncoderAndADecoderComeWithTheirLicences() {
    for (String name : List.of("rav1e", "dav1d", "librav1e")) {
      assertEquals(
          Files.exists(IMAGE.home().resolve("lib").resolve(name)),
          Files.exists(IMAGE.home().resolve("legal").resolve(name).resolve("copyright")),
          name);
    }
  }

  @Test
  void onlyTheProgramsOfTheProjectAndJavaAreInBin() throws IOException {
    assertEquals(
        Set.of("java", "rav1e-by-gop", "rav1e-worker"),
        Set.copyOf(names(IMAGE.home().resolve("bin"))));
  }

  @Test
  void staysSmall() throws IOException {
    long bytes =
        Trees.bytes(IMAGE.home())
            - Trees.bytes(IMAGE.home().resolve("lib/rav1e"))
            - Trees.bytes(IMAGE.home().resolve("lib/librav1e"))
            - Trees.bytes(IMAGE.home().resolve("lib/dav1d"));
    assertTrue(bytes <= MAX_BYTES, () -> bytes + " bytes");
  }

  private static Set<String> modules() throws IOException {
    return new Run(IMAGE.java().toString(), "--list-modules")
        .toEnd()
        .expectCode(0)
        .stdout()
        .lines()
        .map(line -> line.replaceFirst("@.*", ""))
        .collect(Collectors.toSet());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
