package org.rav1ebygop.engine.frames;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Compressed frames on disk: a file that is only appended to and has no name, where the system
/// allows that, so that nothing is left of it in whatever way the program ends. Each frame follows
/// its index, 8 bytes, big-endian. Used by several threads.
///
/// It is no [java.nio.channels.FileChannel], which one interrupted reader would close for all.
final class SpillFile {
  private static final int STEP = 1 << 18;

  private final Path path;
  private final RandomAccessFile file;
  private final byte[] buffer = new byte[STEP];
  private long end;
  private int frames;

  SpillFile(Path path) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "rw");
    delete();
  }

  Path path() {
    return path;
  }

  /// Bytes written.
  synchronized long size() {
    return end;
  }

  /// Whether none of its frames is needed.
  synchronized boolean isUnused() {
    return frames == 0;
  }

  /// Appends a frame; when that fails, the file is as it was.
  synchronized Kept.OnDisk append(long index, MemorySegment packed) throws IOException {
    long start = end;
    try {
      file.seek(start);
      file.writeLong(index);
      for (long at = 0; at < packed.byteSize(); at += STEP) {
        int count = (int) Math.min(STEP, packed.byteSize() - at);
        MemorySegment.copy(packed, ValueLayout.JAVA_BYTE, at, buffer, 0, count);
        file.write(buffer, 0, count);
      }
    } catch (IOException e) {
      file.setLength(start);
      throw e;
    }
    end = start + Long.BYTES + packed.byteSize();
    frames++;
    return new Kept.OnDisk(this, start, packed.byteSize());
  }

  /// Reads a frame back.
  ///
  /// @param target as long as the compressed frame
  /// @throws IOException also when another frame is found in its place
  synchronized void read(Kept.OnDisk place, long index, MemorySegment target) throws IOException {
    file.seek(place.start());
    long found = file.readLong();
    if (found != index) {
      throw new IOException(String.format(Locale.ROOT, "it holds frame %d in its place", found));
    }
    for (long at = 0; at < target.byteSize(); at += STEP) {
      int count = (int) Math.min(STEP, target.byteSize() - at);
      file.readFully(buffer, 0, count);
      MemorySegment.copy(buffer, 0, target, ValueLayout.JAVA_BYTE, at, count);
    }
  }

  /// Lets a frame go.
  ///
  /// @return whether it was the last one in the file
  synchronized boolean release() {
    return --frames == 0;
  }

  /// Gives the space back.
  synchronized void close() {
    try {
      file.close();
      delete();
    } catch (IOException _) {
      // it is deleted with the job directory, or by the next run
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // a system that keeps the names of open files: deleted when it is closed
    }
  }
}
