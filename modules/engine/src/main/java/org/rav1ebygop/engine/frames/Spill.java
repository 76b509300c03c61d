package org.rav1ebygop.engine.frames;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Frames on disk, in files of limited size, each deleted as soon as none of its frames is needed.
/// One thread appends, any thread reads and lets go.
final class Spill implements AutoCloseable {
  private final Path directory;
  private final long fileBytes;
  private final Set<SpillFile> files = new HashSet<>();
  private @Nullable SpillFile current;
  private int number;
  private boolean closed;

  /// @param directory for the files
  /// @param fileBytes how much to write to one file, about
  Spill(Path directory, long fileBytes) {
    this.directory = directory;
    this.fileBytes = fileBytes;
  }

  /// Writes a frame.
  ///
  /// @throws GopException of kind ENVIRONMENT when that fails
  Kept.OnDisk append(long index, MemorySegment packed) {
    Path path = directory;
    try {
      SpillFile file = file();
      path = file.path();
      return file.append(index, packed);
    } catch (IOException e) {
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "cannot keep frame %d of the pipe in %s: %s; finished GOPs are kept, make room and run again with --resume",
              index,
              path,
              e.getMessage()),
          e);
    }
  }

  /// Lets a frame go.
  synchronized void release(Kept.OnDisk place) {
    SpillFile file = place.file();
    if (file.release() && file != current && files.remove(file)) {
      file.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    files.forEach(SpillFile::close);
    files.clear();
  }

  private synchronized SpillFile file() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    SpillFile file = current;
    if (file == null || file.size() >= fileBytes) {
      if (file != null && file.isUnused() && files.remove(file)) {
        file.close();
      }
      file = new SpillFile(directory.resolve("frames-" + number++ + ".tmp"));
      files.add(file);
      current = file;
    }
    return file;
  }
}
