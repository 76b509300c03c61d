package org.rav1ebygop.encoder.rav1e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Decides which rav1e is used: the one the option names, else the one the system property
/// [#PROPERTY] names, else the first in PATH. The first two may be a file, or a plain name that is
/// looked up in PATH.
final class Rav1eFinder {
  /// The system property by which a runtime image names the rav1e it brings along.
  static final String PROPERTY = "rav1ebygop.rav1e";

  private static final String NAME = "rav1e";
  private static final String HOW_TO_GET =
      "install rav1e 0.7 or newer with the package manager, or name it with --rav1e PATH";

  private final @Nullable String property;
  private final String searchPath;

  /// @param property value of [#PROPERTY], or null
  /// @param searchPath directories, separated as in PATH
  Rav1eFinder(@Nullable String property, String searchPath) {
    this.property = property;
    this.searchPath = searchPath;
  }

  /// The finder of this process.
  static Rav1eFinder ofSystem() {
    String path = System.getenv("PATH");
    return new Rav1eFinder(System.getProperty(PROPERTY), path == null ? "" : path);
  }

  /// The executable; nothing is started.
  ///
  /// @param option what the user named, or null
  /// @throws GopException of kind ENVIRONMENT when there is none
  Path find(@Nullable String option) {
    if (option != null) {
      return named(option, "--rav1e");
    }
    return property != null ? named(property, "the system property " + PROPERTY) : inPath(NAME);
  }

  private Path named(String name, String origin) {
    if (name.isBlank()) {
      throw GopException.usage(origin + " names no file");
    }
    if (!name.contains(File.separator)) {
      return inPath(name);
    }
    Path file = path(name);
    if (file == null || !Files.exists(file)) {
      throw missing("%s names %s, which does not exist".formatted(origin, name));
    }
    if (!isProgram(file)) {
      throw missing("%s names %s, which is no executable file".formatted(origin, name));
    }
    return file.toAbsolutePath();
  }

  private Path inPath(String name) {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Path folder = path(directory);
      if (folder != null && !directory.isEmpty() && isProgram(folder.resolve(name))) {
        return folder.resolve(name).toAbsolutePath();
      }
    }
    throw missing("there is no %s in PATH".formatted(name));
  }

  private static GopException missing(String what) {
    return GopException.environment(what + ": " + HOW_TO_GET, null);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static @Nullable Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
