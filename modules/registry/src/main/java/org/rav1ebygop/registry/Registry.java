package org.rav1ebygop.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Provider;

/// All providers, by kind and id.
public final class Registry {
  private final Map<ProviderKind<?>, Map<String, Registered<?>>> providers = new HashMap<>();
  private final List<PluginProblem> problems = new ArrayList<>();

  private Registry() {}

  /// Finds the built-in providers, and those of the plugins in a directory. A plugin that cannot be
  /// used is left out whole and named in [#problems]; it does not disturb the others.
  ///
  /// @param plugins each entry is a plugin: a jar, or a folder of jars; null or absent for none
  /// @throws GopException of kind BUG when two built-in providers share an id
  public static Registry load(@Nullable Path plugins) {
    var registry = new Registry();
    registry.add(registry.find(builtIns(), "built in"));
    if (plugins != null && Files.isDirectory(plugins)) {
      try (var entries = Files.list(plugins)) {
        entries.filter(Registry::isPlugin).sorted().forEach(registry::addPlugin);
      } catch (IOException e) {
        registry.problems.add(new PluginProblem(plugins, "it cannot be read: " + e.getMessage()));
      }
    }
    return registry;
  }

  /// All providers of a kind, ordered by id.
  public <P extends Provider> List<Registered<P>> all(ProviderKind<P> kind) {
    var result = new ArrayList<Registered<P>>();
    for (Registered<?> found : providers.getOrDefault(kind, Map.of()).values()) {
      result.add(new Registered<>(kind.service().cast(found.provider()), found.origin()));
    }
    result.sort(Comparator.comparing(found -> found.provider().id()));
    return result;
  }

  /// The provider of an id.
  ///
  /// @throws GopException of kind USAGE that lists the known ids
  public <P extends Provider> P require(ProviderKind<P> kind, String id) {
    for (Registered<P> found : all(kind)) {
      if (found.provider().id().equals(id)) {
        return found.provider();
      }
    }
    throw GopException.usage(
        "there is no %s '%s'; known: %s"
            .formatted(
                kind.title(),
                id,
                all(kind).stream()
                    .map(found -> found.provider().id())
                    .collect(Collectors.joining(", "))));
  }

  /// The plugins that were left out.
  public List<PluginProblem> problems() {
    return Collections.unmodifiableList(problems);
  }

  private static ModuleLayer builtIns() {
    ModuleLayer own = Registry.class.getModule().getLayer();
    return own == null ? ModuleLayer.boot() : own;
  }

  private record Candidate(ProviderKind<?> kind, Registered<?> registered) {}

  private static boolean isPlugin(Path entry) {
    return Files.isDirectory(entry) || entry.toString().endsWith(".jar");
  }

  private void addPlugin(Path plugin) {
    try {
      List<Candidate> found = find(PluginLayer.of(plugin, builtIns()), plugin.toString());
      if (found.isEmpty()) {
        throw GopException.environment("it provides nothing this program asks for", null);
      }
      add(found);
    } catch (RuntimeException | ServiceConfigurationError | LinkageError | AssertionError e) {
      problems.add(new PluginProblem(plugin, oneLine(e)));
    }
  }

  /// The providers whose module is in this very layer; the loader also answers those of its
  /// parents.
  private List<Candidate> find(ModuleLayer layer, String origin) {
    var found = new ArrayList<Candidate>();
    for (ProviderKind<?> kind : ProviderKind.ALL) {
      for (Provider provider : ServiceLoader.load(layer, kind.service())) {
        if (layer.equals(provider.getClass().getModule().getLayer())) {
          found.add(new Candidate(kind, new Registered<>(provider, origin)));
        }
      }
    }
    return found;
  }

  /// Adds all or none.
  private void add(List<Candidate> candidates) {
    var ids = new HashMap<ProviderKind<?>, Map<String, Registered<?>>>();
    for (Candidate candidate : candidates) {
      String id = candidate.registered.provider().id();
      if (!id.matches("[a-z][a-z0-9-]*")) {
        throw GopException.bug(
            "%s '%s' of module %s: an id is lower-case letters, digits and dashes"
                .formatted(candidate.kind.title(), id, candidate.registered.module()),
            null);
      }
      Registered<?> other =
          ids.computeIfAbsent(candidate.kind, _ -> new HashMap<>())
              .putIfAbsent(id, candidate.registered);
      if (other == null) {
        other = providers.getOrDefault(candidate.kind, Map.of()).get(id);
      }
      if (other != null) {
        throw GopException.bug(
            "two %ss have the id '%s', in the modules %s and %s"
                .formatted(
                    candidate.kind.title(), id, other.module(), candidate.registered.module()),
            null);
      }
    }
    ids.forEach((kind, byId) -> providers.computeIfAbsent(kind, _ -> new HashMap<>()).putAll(byId));
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    Throwable cause = e.getCause();
    return (cause == null || cause.getMessage() == null
            ? message
            : message + " (" + cause.getMessage() + ")")
        .replaceAll("\\s*\\R\\s*", " ");
  }
}
