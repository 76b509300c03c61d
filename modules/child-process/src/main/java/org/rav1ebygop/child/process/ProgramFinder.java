package org.rav1ebygop.child.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Decides which executable of a program is used: the one the user names, else the one that a
/// runtime image brings along, else the first in PATH. The first two may be a file, or a plain name
/// that is looked up in PATH.
///
/// @param name of the program, as it is in PATH
/// @param option by which users name it, as messages call it
/// @param howToGet what to do when there is none
/// @param bundled the one to use unless the user names another, or null
/// @param bundledBy what names `bundled`, for messages
/// @param searchPath directories, separated as in PATH
public record ProgramFinder(
    String name,
    String option,
    String howToGet,
    @Nullable String bundled,
    String bundledBy,
    String searchPath) {

  /// The finder of this process for a program that is not brought along.
  public static ProgramFinder inPath(String name, String option, String howToGet) {
    return new ProgramFinder(name, option, howToGet, null, "", path());
  }

  /// The finder of this process.
  ///
  /// @param property the system property by which a runtime image names the program it brings along
  public static ProgramFinder withBundled(
      String name, String option, String howToGet, String property) {
    return new ProgramFinder(
        name,
        option,
        howToGet,
        System.getProperty(property),
        "the system property " + property,
        path());
  }

  private static String path() {
    String path = System.getenv("PATH");
    return path == null ? "" : path;
  }

  /// The executable; nothing is started.
  ///
  /// @param chosen what the user named, or null
  /// @throws GopException of kind ENVIRONMENT when there is none, of kind USAGE when the name is
  ///   blank
  public Path find(@Nullable String chosen) {
    if (chosen != null) {
      return named(chosen, option);
    }
    return bundled != null ? named(bundled, bundledBy) : lookUp(name);
  }

  private Path named(String file, String origin) {
    if (file.isBlank()) {
      throw GopException.usage(origin + " names no file");
    }
    if (!file.contains(File.separator)) {
      return lookUp(file);
    }
    Path path = path(file);
    if (path == null || !Files.exists(path)) {
      throw missing("%s names %s, which does not exist".formatted(origin, file));
    }
    if (!isProgram(path)) {
      throw missing("%s names %s, which is no executable file".formatted(origin, file));
    }
    return path.toAbsolutePath();
  }

  private Path lookUp(String program) {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Path folder = path(directory);
      if (folder != null && !directory.isEmpty() && isProgram(folder.resolve(program))) {
        return folder.resolve(program).toAbsolutePath();
      }
    }
    throw missing("there is no %s in PATH".formatted(program));
  }

  private GopException missing(String what) {
    return GopException.environment(what + ": " + howToGet, null);
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
