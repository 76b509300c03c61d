package org.rav1ebygop.engine.resources;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The space of the disk that holds a folder.
///
/// @param disk name of the disk; equal for folders on the same one
/// @param usable bytes this process may still write
/// @param total bytes of the disk
public record DiskSpace(String disk, long usable, long total) {
  /// Space to leave alone, which other programs, and the end of this one, may need.
  private static final long MOST_RESERVE = 64L << 20;

  private static final int RESERVE_PART = 20;

  /// Looks at the disk of a file or folder, or of the nearest folder above that exists.
  ///
  /// @return null when the file system does not tell
  public static @Nullable DiskSpace of(Path place) {
    Path at = place.toAbsolutePath();
    while (!Files.exists(at)) {
      Path parent = at.getParent();
      if (parent == null) {
        return null;
      }
      at = parent;
    }
    try {
      FileStore store = Files.getFileStore(at);
      long total = store.getTotalSpace();
      return total <= 0 ? null : new DiskSpace(store.toString(), store.getUsableSpace(), total);
    } catch (IOException _) {
      return null;
    }
  }

  /// Whether what is left is so little that nothing more should be written: 64 MiB, or a twentieth
  /// of a small disk.
  public boolean nearlyFull() {
    return usable < Math.min(MOST_RESERVE, total / RESERVE_PART);
  }
}
