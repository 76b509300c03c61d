package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How modules may depend on each other.
class ModuleRulesTest {
  /// What all others may require; they require nothing of ours.
  private static final Set<String> FOUNDATIONS = Set.of("api", "background", "files");

  /// What implementations may share: formats, protocols, the machine, the terminal, child
  /// processes, metrics, what rav1e can be told, and above them child encoders and films.
  private static final Set<String> LIBRARIES =
      Set.of(
          "av1",
          "child.process",
          "frame.codec",
          "machine",
          "metrics",
          "protocol",
          "rav1e.settings",
          "terminal",
          "websocket",
          "y4m");

  /// The only arrows between libraries.
  private static final Map<String, String> BETWEEN_LIBRARIES =
      Map.of("protocol", "frame.codec", "websocket", "protocol");

  private static final String CHILD_ENCODER = "child.encoder";

  private static final String CHILD_FILM = "child.film";

  /// Programs, where arrows begin.
  private static final Set<String> PROGRAMS = Set.of("cli", "worker");

  @Test
  void implementationsExportNothingAndHaveOnePackage() {
    int found = 0;
    for (ModuleReference module : Modules.all()) {
      if (Modules.isImplementation(module)) {
        ModuleDescriptor descriptor = module.descriptor();
        assertEquals(Set.of(), descriptor.exports(), descriptor.name());
        assertEquals(Set.of(), descriptor.opens(), descriptor.name());
        assertEquals(Set.of(descriptor.name()), descriptor.packages());
        found++;
      }
    }
    assertTrue(found >= 5, "only " + found + " implementations");
  }

  @Test
  void onlyTheRegistryLooksServicesUp() {
    List<String> users =
        Modules.all().stream()
            .filter(module -> !module.descriptor().uses().isEmpty())
            .map(Modules::shortName)
            .toList();
    assertEquals(List.of("registry"), users);
  }

  @Test
  void allArrowsEndAtTheFoundations() {
    for (ModuleReference module : Modules.all()) {
      String name = Modules.shortName(module);
      for (String required : required(module)) {
        boolean allowed =
            FOUNDATIONS.contains(required)
                || (LIBRARIES.contains(required) && !LIBRARIES.contains(name))
                || required.equals(BETWEEN_LIBRARIES.get(name))
                || (required.equals(CHILD_ENCODER) && name.matches("(plugin|encoder)[.].*"))
                || (required.equals(CHILD_FILM) && name.startsWith("plugin."))
                || (name.equals("registry") && required.equals("protocol"))
                || (name.equals("protocol.testkit") && required.equals("testkit"))
                || (PROGRAMS.contains(name) && Set.of("engine", "registry").contains(required));
        assertTrue(allowed, name + " requires " + required);
      }
    }
  }

  @Test
  void foundationsNeedNothing() {
    List<ModuleDescriptor> found =
        Modules.all().stream()
            .filter(module -> FOUNDATIONS.contains(Modules.shortName(module)))
            .map(ModuleReference::descriptor)
            .toList();
    assertEquals(FOUNDATIONS.size(), found.size());
    for (ModuleDescriptor foundation : found) {
      for (ModuleDescriptor.Requires requires : foundation.requires()) {
        assertTrue(
            requires.name().equals("java.base")
                || requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC),
            foundation.name() + " requires " + requires.name());
      }
    }
  }

  @Test
  void packagesAreNamedLikeTheirModule() {
    for (ModuleReference module : Modules.all()) {
      String name = module.descriptor().name();
      for (String found : module.descriptor().packages()) {
        assertTrue(found.equals(name) || found.startsWith(name + "."), found + " in " + name);
      }
    }
  }

  @Test
  void everyModuleIsNullMarked() {
    var unmarked = new ArrayList<String>();
    for (ModuleReference module : Modules.all()) {
      ClassModel info =
          Modules.classes(module).stream().filter(ClassModel::isModuleInfo).findAny().orElseThrow();
      boolean marked =
          info.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
              .flatMap(attribute -> attribute.annotations().stream())
              .anyMatch(a -> a.className().equalsString("Lorg/jspecify/annotations/NullMarked;"));
      if (!marked) {
        unmarked.add(module.descriptor().name());
      }
    }
    assertEquals(List.of(), unmarked);
  }

  private static List<String> required(ModuleReference module) {
    return module.descriptor().requires().stream()
        .map(ModuleDescriptor.Requires::name)
        .filter(name -> name.startsWith(Modules.OURS))
        .map(name -> name.substring(Modules.OURS.length()))
        .toList();
  }
}
