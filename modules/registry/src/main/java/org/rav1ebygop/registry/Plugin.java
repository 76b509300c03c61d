package org.rav1ebygop.registry;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// A plugin as it lies on disk.
///
/// @param place a jar, or a folder with a jar and the jars it needs
public record Plugin(Path place) {
  private static final String JAR = ".jar";

  /// The plugins of a place: the place itself when it is a file, else what is in the folder,
  /// ordered by name. A link is a plugin also when it leads nowhere, so that whoever put it there
  /// is told. Hidden files and files of other kinds in a folder are none.
  ///
  /// @return none when the place does not exist
  /// @throws IOException when it cannot be read
  static List<Plugin> in(Path place) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(place, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(place)) {
        throw e;
      }
      return List.of();
    }
    return attributes.isDirectory()
        ? entries(place).stream().filter(Plugin::isPlugin).sorted().map(Plugin::new).toList()
        : List.of(new Plugin(place));
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      var found = new ArrayList<Path>();
      entries.forEach(found::add);
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isPlugin(Path entry) {
    if (entry.getFileName().toString().startsWith(".")) {
      return false;
    }
    boolean dangling = Files.isSymbolicLink(entry) && !Files.exists(entry);
    return dangling || Files.isDirectory(entry) || isJar(entry);
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
