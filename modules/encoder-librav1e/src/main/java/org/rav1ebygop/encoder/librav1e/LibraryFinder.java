package org.rav1ebygop.encoder.librav1e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Decides which library is used: the one the user names, else the one that a runtime image brings
/// along, else the newest that the system's loader finds.
///
/// @param bundled the one to use unless the user names another, or null
/// @param names those to ask the system's loader for, in order
record LibraryFinder(@Nullable String bundled, List<String> names) {
  static final String HOW_TO_GET =
      "install librav1e (Debian: librav1e0, librav1e0.7 or newer) with the package manager, or name it with --librav1e PATH";

  /// The system property by which a runtime image names the library it brings along.
  private static final String PROPERTY = "rav1ebygop.librav1e";

  /// Named by the version of its interface since 0.7, before that by 0.
  private static final List<String> NAMES =
      List.of(
          "librav1e.so.0.8",
          "librav1e.so.0.7",
          "librav1e.so.0",
          "librav1e.so",
          "librav1e.0.8.dylib",
          "librav1e.0.7.dylib",
          "librav1e.dylib");

  /// The finder of this process.
  static LibraryFinder ofSystem() {
    return new LibraryFinder(System.getProperty(PROPERTY), NAMES);
  }

  /// Loads it.
  ///
  /// @param chosen a path that the user named, or null
  /// @throws GopException of kind ENVIRONMENT when there is none that works, of kind USAGE when the
  ///   name is blank
  Librav1e find(@Nullable String chosen) {
    if (chosen != null) {
      return named(chosen, "--librav1e");
    }
    if (bundled != null) {
      return named(bundled, "the system property " + PROPERTY);
    }
    GopException unusable = null;
    for (String name : names) {
      try {
        return Librav1e.load(name);
      } catch (IllegalArgumentException _) {
        // the system has none of that name
      } catch (GopException e) {
        unusable = unusable == null ? e : unusable;
      }
    }
    throw unusable != null
        ? unusable
        : GopException.environment("there is no librav1e here: " + HOW_TO_GET, null);
  }

  private static Librav1e named(String name, String origin) {
    if (name.isBlank()) {
      throw GopException.usage(origin + " names no file");
    }
    try {
      Path path = Path.of(name);
      if (name.contains(File.separator) || Files.exists(path)) {
        if (!Files.exists(path)) {
          throw missing("%s names %s, which does not exist".formatted(origin, name));
        }
        return Librav1e.load(path.toAbsolutePath().toString());
      }
      return Librav1e.load(name);
    } catch (InvalidPathException _) {
      throw missing("%s names a file that cannot be".formatted(origin));
    } catch (IllegalArgumentException _) {
      throw missing("%s names %s, which is no library for this machine".formatted(origin, name));
    }
  }

  private static GopException missing(String what) {
    return GopException.environment(what + ": " + HOW_TO_GET, null);
  }
}
