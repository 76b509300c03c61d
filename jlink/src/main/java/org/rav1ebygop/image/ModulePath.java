package org.rav1ebygop.image;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes the module path to link from.
final class ModulePath {
  /// Modules a library requires but works without, as long as the few classes that use them are
  /// not: java.desktop (lang3: java.beans listeners) would add 28 MB, java.xml and java.sql
  /// (BouncyCastle: certificates in a database) 5 MB.
  private static final Map<String, String> OPTIONAL =
      Map.of(
          "org.apache.commons.lang3", "java.desktop",
          "org.apache.commons.collections4", "java.xml",
          "com.github.oshi.common", "java.desktop",
          "org.bouncycastle.lts.prov", "java.sql");

  /// Modules whose jars have no descriptor, and that need nothing but java.base: they get one that
  /// exports everything.
  private static final Set<String> DESCRIBED = Set.of("org.tomlj");

  private ModulePath() {}

  /// Copies the jars, with the descriptors loosened where [#OPTIONAL] says so.
  ///
  /// @param target is emptied first
  /// @return what is in the jars, by module name
  /// @throws IllegalArgumentException when a jar has classes but no descriptor, and is not one of
  ///   [#DESCRIBED]
  static List<Library> prepare(Path jars, Path target) throws IOException {
    Trees.delete(target);
    Files.createDirectories(target);
    List<Library> libraries = new ArrayList<>();
    for (ModuleReference reference : ModuleFinder.of(jars).findAll()) {
      ModuleDescriptor descriptor = reference.descriptor();
      Path jar = Path.of(reference.location().orElseThrow());
      if (descriptor.packages().isEmpty()) {
        System.out.println("Left out, as it has no classes: " + jar.getFileName());
      } else if (descriptor.isAutomatic()) {
        libraries.add(describe(descriptor, jar, target));
      } else {
        libraries.add(copy(descriptor.name(), jar, target));
      }
    }
    libraries.sort(Comparator.comparing(Library::module));
    return libraries;
  }

  private static Library describe(ModuleDescriptor automatic, Path jar, Path target)
      throws IOException {
    if (!DESCRIBED.contains(automatic.name())) {
      throw new IllegalArgumentException(jar + " has no module descriptor: jlink needs one");
    }
    Library library = copy(automatic.name(), jar, target);
    Descriptors.add(target.resolve(jar.getFileName()), automatic);
    return library;
  }

  /// Copies a jar, with its descriptor loosened where [#OPTIONAL] says so.
  ///
  /// @param target a folder
  static Library copy(String module, Path jar, Path target) throws IOException {
    Path copy = Files.copy(jar, target.resolve(jar.getFileName()));
    String optional = OPTIONAL.get(module);
    if (optional != null) {
      Descriptors.makeOptional(copy, optional);
    }
    return new Library(module, jar, module.startsWith("org.rav1ebygop."));
  }
}
