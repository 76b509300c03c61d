package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Keeps files apart that are written.
final class Apart {
  private Apart() {}

  /// Refuses a file that something else goes to.
  ///
  /// @param option that names the file
  /// @param things what goes to one and to the other, such as `film and events`
  /// @param other what the user has named for the other, or null
  /// @throws GopException of kind USAGE
  static void require(String option, Path file, String things, @Nullable String other) {
    if (other != null
        && !other.equals("-")
        && !other.equals("/dev/null")
        && same(file, Destination.path(other))) {
      throw GopException.usage(
          "%s cannot both go to %s; name another file for %s".formatted(things, other, option));
    }
  }

  /// Whether they are one file; links count as what they lead to.
  private static boolean same(Path one, Path other) {
    try {
      return absolute(one).equals(absolute(other))
          || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    } catch (IOException _) {
      return false; // whoever writes there says why not
    }
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
