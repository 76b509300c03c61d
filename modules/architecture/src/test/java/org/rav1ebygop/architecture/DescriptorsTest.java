package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What modules require, export and provide changes only on purpose. `-Darchitecture.update=true`
/// writes the expected texts anew.
class DescriptorsTest {
  private static final Path EXPECTED =
      Path.of(System.getProperty("basedir", "."), "src/test/resources/modules");

  static Stream<ModuleReference> modules() {
    return Modules.all().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theDescriptorIsTheExpectedOne(ModuleReference module) throws IOException {
    Path file = EXPECTED.resolve(module.descriptor().name() + ".expected.txt");
    String text = describe(module.descriptor());
    if (Boolean.getBoolean("architecture.update")) {
      Files.writeString(file, text);
    }
    assertTrue(Files.exists(file), "no expected descriptor: " + file);
    assertEquals(Files.readString(file), text);
  }

  @Test
  void everyExpectedDescriptorHasItsModule() throws IOException {
    Set<String> names =
        modules()
            .map(module -> module.descriptor().name() + ".expected.txt")
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> files = Files.list(EXPECTED)) {
      assertEquals(
          names,
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /// As `jar --describe-module` puts it, without the place of the file and versions.
  private static String describe(ModuleDescriptor module) {
    var lines = new TreeSet<String>();
    module.requires().forEach(r -> lines.add("requires " + r.name() + words(r.modifiers())));
    module
        .exports()
        .forEach(e ->
            lines.add(
                "exports " + e.source() + (e.isQualified() ? " to" + words(e.targets()) : "")));
    module
        .opens()
        .forEach(o ->
            lines.add("opens " + o.source() + (o.isQualified() ? " to" + words(o.targets()) : "")));
    module.uses().forEach(u -> lines.add("uses " + u));
    module
        .provides()
        .forEach(p -> lines.add("provides " + p.service() + " with" + words(p.providers())));
    module.packages().forEach(p -> lines.add("contains " + p));
    return module.name() + "\n" + String.join("\n", lines) + "\n";
  }

  private static String words(Collection<?> words) {
    return words.stream()
        .map(word -> " " + (word instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : word))
        .sorted()
        .collect(Collectors.joining());
  }
}
