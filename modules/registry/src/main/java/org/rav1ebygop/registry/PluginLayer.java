package org.rav1ebygop.registry;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// A module layer for one plugin, so that plugins may bring the same package or module in different
/// versions. It isolates names, not privileges.
final class PluginLayer {
  private PluginLayer() {}

  /// @param plugin a jar, or a folder of jars
  /// @param parent with everything that plugins may use
  /// @throws RuntimeException one of those that [ModuleFinder], [Configuration] and [ModuleLayer]
  ///   throw when the modules do not fit together
  static ModuleLayer of(Path plugin, ModuleLayer parent) {
    ModuleFinder finder = ModuleFinder.of(plugin);
    Set<String> roots =
        finder.findAll().stream()
            .map(ModuleReference::descriptor)
            .filter(descriptor -> !descriptor.provides().isEmpty())
            .map(ModuleDescriptor::name)
            .collect(Collectors.toSet());
    if (roots.isEmpty()) {
      throw GopException.environment("no module in it provides a service", null);
    }
    // The plugin's finder comes after the parent layer: a plugin that carries a copy of our API
    // would otherwise implement interfaces that only look like ours.
    Configuration configuration =
        Configuration.resolve(ModuleFinder.of(), List.of(parent.configuration()), finder, roots);
    return ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(parent), ClassLoader.getSystemClassLoader())
        .layer();
  }
}
