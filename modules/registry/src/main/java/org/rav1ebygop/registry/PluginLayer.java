package org.rav1ebygop.registry;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// A module layer for one plugin, so that plugins may bring the same package, module or library in
/// different versions. It isolates names, not privileges.
///
/// Modules of this program go before those of the same name in the plugin: a plugin that carries a
/// copy of the API would otherwise implement interfaces that only look like ours. Of everything
/// else, also of libraries that this program happens to use, the plugin gets what it brings.
final class PluginLayer {
  private static final String OURS = "org.rav1ebygop.";

  private final ModuleLayer parent;
  private final Set<ModuleReference> modules;

  private PluginLayer(ModuleLayer parent, Set<ModuleReference> modules) {
    this.parent = parent;
    this.modules = modules;
  }

  /// @param parent with everything that plugins may use
  /// @param nativeAccess whether it may call native code
  /// @throws RuntimeException one of those that [ModuleFinder], [Configuration] and [ModuleLayer]
  ///   throw when the modules do not fit together; a [GopException] when they are not for us
  static ModuleLayer of(Plugin plugin, ModuleLayer parent, boolean nativeAccess) {
    var layer = new PluginLayer(parent, ModuleFinder.of(plugin.place()).findAll());
    boolean stated = layer.requireVersion();
    ModuleLayer defined = layer.define(nativeAccess);
    if (!stated) {
      requireUse(defined);
    }
    return defined;
  }

  @SuppressWarnings("restricted") // on behalf of the user, who names the plugin
  private ModuleLayer define(boolean nativeAccess) {
    Configuration configuration =
        Configuration.resolve(own(), List.of(parent.configuration()), ModuleFinder.of(), roots());
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(parent), ClassLoader.getSystemClassLoader());
    if (nativeAccess) {
      controller.layer().modules().forEach(controller::enableNativeAccess);
    }
    return controller.layer();
  }

  /// The modules with providers. A jar without a descriptor does not say what it needs, and gets
  /// all there is.
  private Set<String> roots() {
    List<ModuleDescriptor> providing =
        modules.stream()
            .map(ModuleReference::descriptor)
            .filter(descriptor -> !descriptor.provides().isEmpty())
            .toList();
    List<ModuleDescriptor> known =
        providing.stream().filter(descriptor -> !isOurs(descriptor)).toList();
    if (providing.isEmpty()) {
      throw GopException.environment(
          "no module in it provides anything: its module-info.java needs a provides clause, or a"
              + " jar without one META-INF/services",
          null);
    }
    if (known.isEmpty()) {
      throw GopException.environment(
          "its module has the name of one of this program's, %s: it needs a name of its own"
              .formatted(providing.getFirst().name()),
          null);
    }
    boolean all = known.stream().anyMatch(ModuleDescriptor::isAutomatic);
    return (all ? modules.stream().map(ModuleReference::descriptor) : known.stream())
        .filter(Predicate.not(this::isOurs))
        .map(ModuleDescriptor::name)
        .collect(Collectors.toSet());
  }

  /// @return whether any module of the plugin says which version it was made for
  private boolean requireVersion() {
    boolean stated = false;
    ApiVersion own = ApiVersion.own();
    for (ModuleReference module : modules) {
      ApiVersion wanted = ApiVersion.wantedBy(module);
      stated |= wanted != null;
      if (own != null && wanted != null && !own.serves(wanted)) {
        throw GopException.environment(
            "it was made for version %s of the plugin API and this program has %s: get a version of it for %s"
                .formatted(wanted, own, own),
            null);
      }
    }
    return stated;
  }

  private static void requireUse(ModuleLayer layer) {
    String broken;
    try {
      broken = ApiUse.broken(layer);
    } catch (IOException e) {
      throw GopException.environment("it cannot be read: " + e.getMessage(), e);
    }
    if (broken != null) {
      throw GopException.environment(
          "it was made for another version of the plugin API, %s: get a version of it for %s"
              .formatted(broken, ApiVersion.own()),
          null);
    }
  }

  private boolean isOurs(ModuleDescriptor descriptor) {
    return descriptor.name().startsWith(OURS) && parent.findModule(descriptor.name()).isPresent();
  }

  /// The modules of the plugin, but for those that this program has.
  private ModuleFinder own() {
    Set<ModuleReference> found =
        modules.stream()
            .filter(module -> !isOurs(module.descriptor()))
            .collect(Collectors.toUnmodifiableSet());
    return new ModuleFinder() {
      @Override
      public Optional<ModuleReference> find(String name) {
        return found.stream().filter(module -> module.descriptor().name().equals(name)).findAny();
      }

      @Override
      public Set<ModuleReference> findAll() {
        return found;
      }
    };
  }
}
