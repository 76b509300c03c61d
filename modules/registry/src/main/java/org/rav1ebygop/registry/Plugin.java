package org.rav1ebygop.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A plugin as it lies on disk.
///
/// @param place a jar, or a folder with a jar and the jars it needs
public record Plugin(Path place) {
  private static final String JAR = ".jar";

  /// The plugins of a place: the place itself when it is a jar, else what is in the folder, ordered
  /// by name. Hidden files and files of other kinds are none.
  ///
  /// @throws IOException when the folder cannot be read
  static List<Plugin> in(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return isJar(place) && Files.exists(place) ? List.of(new Plugin(place)) : List.of();
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(entry -> Files.isDirectory(entry) || isJar(entry))
          .sorted()
          .map(Plugin::new)
          .toList();
    }
  }

  /// What users call it: its file or folder without the path and without `.jar`.
  public String name() {
    String name = String.valueOf(place.getFileName());
    return isJar(place) ? name.substring(0, name.length() - JAR.length()) : name;
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(JAR);
  }
}
