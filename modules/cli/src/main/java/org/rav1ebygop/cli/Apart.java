package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// The files of one run: none is written that is read, and none for two things. Asked before any of
/// them is opened.
final class Apart {
  /// Where nothing comes in the way of anything else. Whoever writes to standard output looks after
  /// that itself.
  private static final Set<String> NO_FILES = Set.of("-", "/dev/null");

  /// @param what it holds
  private record Named(String what, Path file) {}

  private final List<Named> read = new ArrayList<>();
  private final List<Named> written = new ArrayList<>();

  /// Something is read from a file.
  ///
  /// @param what it is, such as `input`
  /// @param name as the user wrote it, or null when there is none
  Apart reads(String what, @Nullable String name) {
    if (name != null && isFile(name)) {
      read.add(new Named(what, Destination.path(name)));
    }
    return this;
  }

  /// Something is written to a file.
  ///
  /// @param option that names the file
  /// @param what goes there, such as `events`
  /// @param name as the user wrote it, or null when there is none
  /// @throws GopException of kind USAGE when the file is read, or something else goes there
  Apart writes(String option, String what, @Nullable String name) {
    if (name == null || !isFile(name)) {
      return this;
    }
    Path file = Destination.path(name);
    for (Named other : read) {
      if (same(file, other.file)) {
        throw GopException.usage(
            "%s is read as the %s; name another file for %s".formatted(name, other.what, option));
      }
    }
    for (Named other : written) {
      if (same(file, other.file)) {
        throw GopException.usage(
            "%s and %s cannot both go to %s; name another file for %s"
                .formatted(other.what, what, name, option));
      }
    }
    written.add(new Named(what, file));
    return this;
  }

  private static boolean isFile(String name) {
    return !NO_FILES.contains(name);
  }

  /// Whether they are one file; links count as what they lead to.
  private static boolean same(Path one, Path other) {
    try {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
          || (Files.exists(one)
              ? Files.exists(other) && Files.isSameFile(one, other)
              : inRealFolder(one).equals(inRealFolder(other)));
    } catch (IOException _) {
      return false; // whoever opens it says why not
    }
  }

  private static Path inRealFolder(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
  }
}
