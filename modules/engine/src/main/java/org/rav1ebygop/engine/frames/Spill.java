package org.rav1ebygop.engine.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Frames on disk, in files that are deleted as soon as none of their frames is needed. There are
/// few files however much they hold, because each of them is open: later ones are longer. One
/// thread appends, any thread reads and lets go.
final class Spill implements AutoCloseable {
  /// The part of what is on disk that one file holds at the most, unless that is little.
  private static final int FILES = 32;

  /// A place is the number of a file, from 1, and the byte at which the frame starts in it: 16
  /// million files of up to 1 TiB.
  private static final int START_BITS = 40;

  private static final long LONGEST_FILE = 1L << START_BITS;

  private final Path directory;
  private final long fileBytes;

  @GuardedBy("this")
  private final Map<Long, Entry> files = new HashMap<>();

  /// What was taken out of the files and is not closed yet.
  @GuardedBy("this")
  private final List<SpillFile> unused = new ArrayList<>();

  @GuardedBy("this")
  private @Nullable Entry current;

  @GuardedBy("this")
  private long lastNumber;

  /// Bytes of all files but the current one.
  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private boolean closed;

  /// A file, and how many of its frames are needed.
  private static final class Entry {
    private final long number;
    private final SpillFile file;
    private int frames;

    private Entry(long number, SpillFile file) {
      this.number = number;
      this.file = file;
    }
  }

  /// @param directory for the files
  /// @param fileBytes how much to write to one file at least, about
  Spill(Path directory, long fileBytes) {
    this.directory = directory;
    this.fileBytes = fileBytes;
  }

  /// Writes a frame.
  ///
  /// @return its place, more than 0
  /// @throws GopException of kind ENVIRONMENT when that fails
  long append(long index, MemorySegment packed) {
    Path path = directory;
    try {
      Entry entry = entry();
      path = entry.file.path();
      return place(entry, entry.file.append(index, packed));
    } catch (IOException e) {
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "cannot keep frame %d of the pipe in %s: %s; make room",
              index,
              path,
              e.getMessage()),
          e);
    }
  }

  /// Reads a frame back.
  ///
  /// @param target with room for any compressed frame
  /// @return the part of the target that is the frame
  /// @throws IOException also when it was let go
  MemorySegment read(long place, long index, MemorySegment target) throws IOException {
    SpillFile file = file(place);
    if (file == null) {
      throw new IOException("closed");
    }
    return file.read(place & (LONGEST_FILE - 1), index, target);
  }

  /// The file of a place, or the folder when the file is closed.
  Path path(long place) {
    SpillFile file = file(place);
    return file == null ? directory : file.path();
  }

  /// Lets a frame go.
  synchronized void release(long place) {
    Entry entry = files.get(place >>> START_BITS);
    if (entry != null && --entry.frames == 0 && entry != current) {
      bytes -= entry.file.size();
      remove(entry);
    }
  }

  /// Closes the files none of whose frames is needed, which takes a while.
  void closeUnused() {
    takeUnused().forEach(SpillFile::close);
  }

  @Override
  public void close() {
    end();
    closeUnused();
  }

  /// How many files are open.
  synchronized int fileCount() {
    return files.size() + unused.size();
  }

  private synchronized void end() {
    closed = true;
    List.copyOf(files.values()).forEach(this::remove);
  }

  private synchronized List<SpillFile> takeUnused() {
    List<SpillFile> taken = List.copyOf(unused);
    unused.clear();
    return taken;
  }

  private synchronized @Nullable SpillFile file(long place) {
    Entry entry = files.get(place >>> START_BITS);
    return entry == null ? null : entry.file;
  }

  private synchronized long place(Entry entry, long start) {
    entry.frames++;
    return entry.number << START_BITS | start;
  }

  /// The file to write to.
  private synchronized Entry entry() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    Entry entry = current;
    if (entry == null || entry.file.size() >= Math.max(fileBytes, bytes / FILES)) {
      if (entry != null) {
        finish(entry);
      }
      long number = ++lastNumber;
      entry = new Entry(number, new SpillFile(directory.resolve("frames-" + number + ".tmp")));
      files.put(number, entry);
      current = entry;
    }
    return entry;
  }

  @GuardedBy("this")
  private void finish(Entry entry) {
    if (entry.frames == 0) {
      remove(entry);
    } else {
      bytes += entry.file.size();
    }
  }

  @GuardedBy("this")
  private void remove(Entry entry) {
    files.remove(entry.number);
    unused.add(entry.file);
  }
}
