package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.files.SmallFile;
import org.rav1ebygop.files.UnreadableFileException;
import org.rav1ebygop.registry.Plugin;
import org.rav1ebygop.registry.PluginSearch;
import org.rav1ebygop.registry.Registry;

/// Which plugins are used: those of the image, of the user, and those that are named.
final class PluginOptions {
  /// Environment variable with more places.
  static final String PATH_VARIABLE = "RAV1E_BY_GOP_PLUGIN_PATH";

  /// In the folder of the user: the names of plugins that may call native code, one a line.
  static final String NATIVE_FILE = "allow-native";

  private static final int MAX_NATIVE_BYTES = 1 << 16;

  private static final String PATH = "--plugin-path";
  private static final String NATIVE = "--allow-native";

  @Section("Plugins")
  @Option(
      name = PATH,
      title = "places",
      description =
          "More plugins: jars, and folders whose jars and folders are plugins, joined by ':'; may be repeated")
  List<String> paths = new ArrayList<>();

  @Section("Plugins")
  @Option(
      name = NATIVE,
      title = "plugin",
      description =
          "Let a plugin that you trust call native code, by the name of its file or folder; may be repeated")
  List<String> nativeAccess = new ArrayList<>();

  /// All providers.
  ///
  /// @throws GopException of kind USAGE when something is named that is not there
  Registry registry() {
    Set<String> allowed = new HashSet<>(nativeAccess);
    allowed.addAll(allowedByFile());
    Registry registry = Registry.load(new PluginSearch(places(), allowed));
    requireKnown(registry);
    return registry;
  }

  private List<Path> places() {
    var places = new ArrayList<Path>();
    Path image = Home.folder();
    if (image != null) {
      places.add(image.resolve("plugins"));
    }
    Path own = Home.ownFolder();
    if (own != null) {
      places.add(own.resolve("plugins"));
    }
    addNamed(PATH_VARIABLE, System.getenv(PATH_VARIABLE), places);
    paths.forEach(path -> addNamed(PATH, path, places));
    return places;
  }

  private static void addNamed(String origin, @Nullable String named, List<Path> places) {
    for (String name :
        named == null ? List.<String>of() : List.of(named.split(File.pathSeparator))) {
      if (!name.isEmpty()) {
        places.add(existing(origin, name));
      }
    }
  }

  private static Path existing(String origin, String name) {
    try {
      Path place = Path.of(name);
      if (Files.exists(place)) {
        return place;
      }
    } catch (InvalidPathException _) {
      // does not exist either
    }
    throw GopException.usage("%s names %s, which does not exist".formatted(origin, name));
  }

  private static List<String> allowedByFile() {
    Path own = Home.ownFolder();
    Path file = own == null ? null : own.resolve(NATIVE_FILE);
    if (file == null || !Files.exists(file)) {
      return List.of();
    }
    try {
      return SmallFile.text(file, MAX_NATIVE_BYTES)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (UnreadableFileException e) {
      throw GopException.environment("%s cannot be read: %s".formatted(file, e.reason()), e);
    }
  }

  private void requireKnown(Registry registry) {
    Set<String> known =
        registry.problems().stream()
            .map(problem -> new Plugin(problem.plugin()).name())
            .collect(Collectors.toSet());
    List<String> names = registry.plugins().stream().map(Plugin::name).toList();
    for (String name : nativeAccess) {
      if (!names.contains(name) && !known.contains(name)) {
        throw GopException.usage(
            "%s: there is no plugin '%s'; %s"
                .formatted(
                    NATIVE,
                    name,
                    names.isEmpty() ? "there is none" : "known: " + String.join(", ", names)));
      }
    }
  }
}
