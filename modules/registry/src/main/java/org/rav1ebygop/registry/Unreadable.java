package org.rav1ebygop.registry;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Says in one line why a file or folder cannot be read and what to do.
final class Unreadable {
  /// Of what the user has no permission for.
  static final String FORBIDDEN =
      "you may not read it: change its permissions, or those of the folders it is in";

  private Unreadable() {}

  /// @param place that could not be read
  /// @param e what came of it
  static String reason(Path place, IOException e) {
    Path target = targetOf(place);
    if (target != null && !Files.exists(place)) {
      return "it is a link to %s, which is not there or leads back to itself: remove the link, or put the plugin there"
          .formatted(target);
    }
    if (e instanceof AccessDeniedException) {
      return FORBIDDEN;
    }
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return "it cannot be read: " + (reason == null ? e.getClass().getSimpleName() : reason);
  }

  private static @Nullable Path targetOf(Path place) {
    try {
      return Files.isSymbolicLink(place) ? Files.readSymbolicLink(place) : null;
    } catch (IOException _) {
      return null;
    }
  }
}
