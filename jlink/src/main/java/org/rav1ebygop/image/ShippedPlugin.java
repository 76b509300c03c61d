package org.rav1ebygop.image;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// A plugin that goes into the `plugins/` folder of the image.
///
/// @param name of its file or folder
/// @param jar with its module
/// @param libraries what it needs beyond the modules of the image
record ShippedPlugin(String name, Path jar, List<Library> libraries) {
  private static final String OURS = "org.rav1ebygop.";
  private static final String PREFIX = OURS + "plugin.";

  /// Finds the plugins among jars, each with those of the other jars that it needs.
  ///
  /// @param jars a folder with the plugins and their libraries; may be absent
  /// @param modules a folder with the modules of the image
  /// @throws java.lang.module.ResolutionException when a plugin needs a module that is in neither
  static List<ShippedPlugin> all(Path jars, Path modules) {
    if (!Files.isDirectory(jars)) {
      return List.of();
    }
    return ModuleFinder.of(jars).findAll().stream()
        .filter(module -> module.descriptor().name().startsWith(PREFIX))
        .map(module -> of(module, jars, modules))
        .sorted(Comparator.comparing(ShippedPlugin::name))
        .toList();
  }

  private static ShippedPlugin of(ModuleReference plugin, Path jars, Path modules) {
    String module = plugin.descriptor().name();
    List<Library> libraries =
        Configuration.resolve(
                ModuleFinder.of(),
                List.of(ModuleLayer.boot().configuration()),
                ModuleFinder.of(modules, jars),
                Set.of(module))
            .modules()
            .stream()
            .filter(
                found -> !found.name().equals(module) && place(found.reference()).startsWith(jars))
            .sorted(Comparator.comparing(ResolvedModule::name))
            .map(found -> library(found.name(), place(found.reference())))
            .toList();
    return new ShippedPlugin(
        module.substring(PREFIX.length()).replace('.', '-'), place(plugin), libraries);
  }

  /// Copies it: a jar, or a folder of jars when there are libraries.
  void copyTo(Path plugins) throws IOException {
    if (libraries.isEmpty()) {
      Files.copy(jar, plugins.resolve(name + ".jar"));
      return;
    }
    Path folder = Files.createDirectories(plugins.resolve(name));
    Files.copy(jar, folder.resolve(name + ".jar"));
    for (Library library : libraries) {
      ModulePath.copy(library.module(), library.jar(), folder);
    }
  }

  private static Library library(String module, Path jar) {
    return new Library(module, jar, module.startsWith(OURS));
  }

  private static Path place(ModuleReference module) {
    return Path.of(module.location().orElseThrow());
  }
}
