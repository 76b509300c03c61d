package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plugins that were compiled against the last release keep working, and what their authors
/// implement does not ask for more. `-Darchitecture.release=true` makes what there is now the
/// baseline: docs/adr/0014 says when.
class ApiBaselineTest {
  private static final Path BASELINES =
      Path.of(System.getProperty("basedir", "."), "src/test/resources/api");

  @ParameterizedTest
  @ValueSource(strings = {"api", "testkit"})
  void whatTheLastReleaseHadIsStillThere(String name) throws IOException {
    ModuleReference module =
        Modules.all().stream()
            .filter(found -> Modules.shortName(found).equals(name))
            .findAny()
            .orElseThrow();
    Set<String> now = Signatures.of(module);
    Path file = BASELINES.resolve(module.descriptor().name() + ".txt");
    if (Boolean.getBoolean("architecture.release")) {
      Files.write(Files.createDirectories(BASELINES).resolve(file.getFileName()), now);
    }
    Set<String> before = new TreeSet<>(Files.readAllLines(file));
    assertTrue(before.size() > 100, "no baseline: " + file);
    assertEquals(Set.of(), broken(before, now), "breaks plugins of the last release");
  }

  @Test
  void whatBreaksPluginsIsFound() {
    Set<String> before =
        Set.of("a/A", "a/A interface", "a/A has x()V abstract", "a/B", "a/B sealed");
    assertEquals(
        Set.of("gone: a/A has x()V abstract"),
        broken(before, Set.of("a/A", "a/A interface", "a/B", "a/B sealed")));
    for (String added : List.of("a/A has y()V abstract", "a/A final", "a/A sealed")) {
      assertEquals(Set.of("new: " + added), broken(before, with(before, added)));
    }
    for (String added :
        List.of("a/A has y()V", "a/C", "a/A implements a/C", "a/B has y()V abstract")) {
      assertEquals(Set.of(), broken(before, with(before, added)));
    }
    assertEquals(Set.of(), broken(before, with(with(before, "a/C"), "a/C has y()V abstract")));
  }

  /// Whatever is gone, and what implementers of a type that was there before cannot know of.
  private static Set<String> broken(Set<String> before, Set<String> now) {
    var broken = new TreeSet<String>();
    before.stream()
        .filter(line -> !now.contains(line))
        .forEach(line -> broken.add("gone: " + line));
    for (String line : now) {
      String type = line.split(" ", 2)[0];
      boolean asksForMore =
          line.endsWith(" abstract") || line.endsWith(" final") || line.endsWith(" sealed");
      boolean implementedByOthers = before.contains(type) && !before.contains(type + " sealed");
      if (asksForMore && implementedByOthers && !before.contains(line) && !isNewConstant(line)) {
        broken.add("new: " + line);
      }
    }
    return broken;
  }

  /// A static final field or method asks nothing of anybody.
  private static boolean isNewConstant(String line) {
    return line.contains(" static");
  }

  private static Set<String> with(Set<String> lines, String line) {
    var more = new TreeSet<>(lines);
    more.add(line);
    return more;
  }
}
