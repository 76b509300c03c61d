package org.rav1ebygop.architecture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The modules of this project as they were built, those of the plugins that ship among them.
final class Modules {
  static final String OURS = "org.rav1ebygop.";

  private Modules() {}

  /// Our modules, ordered by name.
  static List<ModuleReference> all() {
    Path[] classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*/(modules|plugins)/[^/]+/target/[^/]+"))
            .filter(entry -> !entry.endsWith("test-classes"))
            .map(Path::of)
            .toArray(Path[]::new);
    List<ModuleReference> found =
        ModuleFinder.of(classPath).findAll().stream()
            .filter(module -> module.descriptor().name().startsWith(OURS))
            .sorted(Comparator.comparing(module -> module.descriptor().name()))
            .toList();
    if (found.size() < 12) {
      throw new IllegalStateException("only " + found.size() + " modules on the class path");
    }
    return found;
  }

  /// Name of a module without what is common to all.
  static String shortName(ModuleReference module) {
    return module.descriptor().name().substring(OURS.length());
  }

  /// Whether a module implements a service for others to look up.
  static boolean isImplementation(ModuleReference module) {
    return !module.descriptor().provides().isEmpty();
  }

  /// The classes of a module, `module-info` included.
  static List<ClassModel> classes(ModuleReference module) {
    var classes = new ArrayList<ClassModel>();
    try (ModuleReader reader = module.open();
        Stream<String> names = reader.list()) {
      for (String name : names.filter(name -> name.endsWith(".class")).sorted().toList()) {
        try (var in = reader.open(name).orElseThrow()) {
          classes.add(ClassFile.of().parse(in.readAllBytes()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }
}
