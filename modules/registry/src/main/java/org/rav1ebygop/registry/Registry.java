package org.rav1ebygop.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Provider;

/// All providers, by kind and id.
public final class Registry {
  private static final String BUILT_IN = "built in";

  private final Map<ProviderKind<?>, Map<String, Registered<?>>> providers = new HashMap<>();
  private final List<Plugin> plugins = new ArrayList<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  private Registry() {}

  /// Finds the built-in providers, and those of plugins. A plugin that cannot be used is left out
  /// whole and named in [#problems]; it does not disturb the others.
  ///
  /// @throws GopException of kind BUG when two built-in providers share an id
  public static Registry load(PluginSearch search) {
    var registry = new Registry();
    registry.addAll(registry.find(builtIns(), BUILT_IN));
    var seen = new HashSet<Path>();
    for (Path place : search.places()) {
      for (Plugin plugin : registry.pluginsIn(place)) {
        if (registry.isNew(plugin, seen)) {
          registry.addPlugin(plugin, search.nativeAccess());
        }
      }
    }
    return registry;
  }

  /// All providers of a kind, ordered by id.
  public <P extends Provider> List<Registered<P>> all(ProviderKind<P> kind) {
    var result = new ArrayList<Registered<P>>();
    for (Registered<?> found : providers.getOrDefault(kind, Map.of()).values()) {
      P provider = kind.service().cast(found.provider());
      result.add(new Registered<>(provider, found.id(), found.origin()));
    }
    result.sort(Comparator.comparing(Registered::id));
    return result;
  }

  /// The provider of an id.
  ///
  /// @throws GopException of kind USAGE that lists the known ids
  public <P extends Provider> P require(ProviderKind<P> kind, String id) {
    for (Registered<P> found : all(kind)) {
      if (found.id().equals(id)) {
        return found.provider();
      }
    }
    String known = all(kind).stream().map(Registered::id).collect(Collectors.joining(", "));
    String plugin = OwnPlugins.of(kind, id);
    throw GopException.usage(
        plugin == null
            ? "there is no %s '%s'; known: %s".formatted(kind.title(), id, known)
            : "there is no %s '%s' without the plugin %s, which is missing from plugins/ of this program; 'rav1e-by-gop plugins' lists what there is"
                .formatted(kind.title(), id, plugin));
  }

  /// The plugins that are used, in the order they were found in.
  public List<Plugin> plugins() {
    return Collections.unmodifiableList(plugins);
  }

  /// The plugins that were left out.
  public List<PluginProblem> problems() {
    return Collections.unmodifiableList(problems);
  }

  private static ModuleLayer builtIns() {
    ModuleLayer own = Registry.class.getModule().getLayer();
    return own == null ? ModuleLayer.boot() : own;
  }

  /// The plugins of a place, none when it cannot be read.
  private List<Plugin> pluginsIn(Path place) {
    try {
      return Plugin.in(place);
    } catch (IOException e) {
      problems.add(new PluginProblem(place, Unreadable.reason(place, e)));
      return List.of();
    }
  }

  /// Whether a plugin is there and was not found at another place already.
  private boolean isNew(Plugin plugin, Set<Path> seen) {
    try {
      return seen.add(plugin.place().toRealPath());
    } catch (IOException e) {
      problems.add(new PluginProblem(plugin.place(), Unreadable.reason(plugin.place(), e)));
      return false;
    }
  }

  private record Candidate(ProviderKind<?> kind, Registered<?> registered) {}

  private void addPlugin(Plugin plugin, Set<String> nativeAccess) {
    try {
      ModuleLayer layer = PluginLayer.of(plugin, builtIns(), nativeAccess.contains(plugin.name()));
      List<Candidate> found = find(layer, plugin.place().toString());
      if (found.isEmpty()) {
        throw GopException.environment(
            "it provides nothing this program asks for: see `rav1e-by-gop plugins` for the kinds",
            null);
      }
      addAll(found);
      plugins.add(plugin);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      problems.add(new PluginProblem(plugin.place(), Diagnosis.of(e)));
    }
  }

  /// The providers whose module is in this very layer; the loader also answers those of its
  /// parents.
  private List<Candidate> find(ModuleLayer layer, String origin) {
    var found = new ArrayList<Candidate>();
    for (ProviderKind<?> kind : ProviderKind.ALL) {
      for (Provider provider : ServiceLoader.load(layer, kind.service())) {
        if (layer.equals(provider.getClass().getModule().getLayer())) {
          found.add(new Candidate(kind, new Registered<>(provider, id(provider), origin)));
        }
      }
    }
    return found;
  }

  private static String id(Provider provider) {
    try {
      return Objects.requireNonNull(provider.id(), "it is null");
    } catch (RuntimeException | Error e) {
      String reason = Diagnosis.failing(provider.getClass().getName(), " in id()", e);
      throw GopException.bug(reason, e);
    }
  }

  /// Adds all or none.
  private void addAll(List<Candidate> candidates) {
    var ids = new HashMap<ProviderKind<?>, Map<String, Registered<?>>>();
    for (Candidate candidate : candidates) {
      Registered<?> found = candidate.registered;
      if (!found.id().matches("[a-z][a-z0-9-]*")) {
        throw GopException.bug(
            "%s '%s' of module %s: an id is lower-case letters, digits and dashes; its author has to repair that"
                .formatted(candidate.kind.title(), found.id(), found.module()),
            null);
      }
      Registered<?> other =
          ids.computeIfAbsent(candidate.kind, _ -> new HashMap<>()).putIfAbsent(found.id(), found);
      if (other == null) {
        other = providers.getOrDefault(candidate.kind, Map.of()).get(found.id());
      }
      if (other != null) {
        throw twice(candidate.kind, found, other);
      }
    }
    ids.forEach((kind, byId) -> providers.computeIfAbsent(kind, _ -> new HashMap<>()).putAll(byId));
  }

  private static GopException twice(
      ProviderKind<?> kind, Registered<?> found, Registered<?> other) {
    String what =
        "two %ss have the id '%s', in the modules %s and %s"
            .formatted(kind.title(), found.id(), other.module(), found.module());
    return GopException.bug(
        found.origin().equals(BUILT_IN)
            ? what
            : what
                + (other.origin().equals(BUILT_IN)
                    ? "; that of this program stays"
                    : "; that of %s stays, remove one of them".formatted(other.origin())),
        null);
  }
}
