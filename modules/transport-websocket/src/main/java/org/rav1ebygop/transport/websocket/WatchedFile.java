package org.rav1ebygop.transport.websocket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// A file of workers that may change. Used by one thread.
final class WatchedFile {
  private final Path path;
  private Version version;
  private WorkersFile content;

  /// What changes when a file is written to or replaced.
  private record Version(long bytes, long changed, @Nullable Object key) {}

  /// Reads it.
  ///
  /// @throws GopException of kind USAGE when there is anything wrong with it
  WatchedFile(Path path) {
    this.path = path;
    this.version = version(path);
    this.content = WorkersFile.read(path);
  }

  Path path() {
    return path;
  }

  /// What it said when it was last right.
  WorkersFile content() {
    return content;
  }

  /// Looks at it again.
  ///
  /// @return whether it has changed
  /// @throws GopException of kind USAGE when it has and is wrong now, once
  boolean changed() {
    Version now = version(path);
    if (now.equals(version)) {
      return false;
    }
    version = now;
    content = WorkersFile.read(path);
    return true;
  }

  private static Version version(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new Version(now.size(), now.lastModifiedTime().toMillis(), now.fileKey());
    } catch (IOException _) {
      return new Version(-1, 0, null);
    }
  }
}
