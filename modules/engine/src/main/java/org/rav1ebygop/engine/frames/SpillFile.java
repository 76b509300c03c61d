package org.rav1ebygop.engine.frames;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compressed frames on disk: a file that is only appended to and has no name, where the system
/// allows that, so that nothing is left of it in whatever way the program ends. Each frame follows
/// its index and its size, 8 bytes each, big-endian. Used by several threads.
///
/// It is no [java.nio.channels.FileChannel], which one interrupted reader would close for all.
final class SpillFile {
  private static final int STEP = 1 << 18;
  private static final int HEADER_BYTES = 2 * Long.BYTES;

  private final Path path;

  @GuardedBy("this")
  private final RandomAccessFile file;

  @GuardedBy("this")
  private final byte[] buffer = new byte[STEP];

  /// Written by the one thread that appends, so that nobody waits for the disk to ask for it.
  private volatile long end;

  SpillFile(Path path) throws IOException {
    this.path = path;
    Files.deleteIfExists(path);
    this.file = new RandomAccessFile(Files.createFile(path).toFile(), "rw");
    delete();
  }

  Path path() {
    return path;
  }

  /// Bytes written.
  long size() {
    return end;
  }

  /// Appends a frame, which is not empty; when that fails, the file is as it was.
  ///
  /// @return the byte at which it starts
  synchronized long append(long index, MemorySegment packed) throws IOException {
    long start = end;
    try {
      file.seek(start);
      ByteBuffer.wrap(buffer).putLong(index).putLong(packed.byteSize());
      int filled = HEADER_BYTES;
      for (long at = 0; at < packed.byteSize(); ) {
        int count = (int) Math.min(STEP - filled, packed.byteSize() - at);
        MemorySegment.copy(packed, ValueLayout.JAVA_BYTE, at, buffer, filled, count);
        file.write(buffer, 0, filled + count);
        filled = 0;
        at += count;
      }
    } catch (IOException e) {
      file.setLength(start);
      throw e;
    }
    end = start + HEADER_BYTES + packed.byteSize();
    return start;
  }

  /// Reads a frame back.
  ///
  /// @param start the byte at which it starts
  /// @param target with room for any compressed frame
  /// @return the part of the target that is the frame
  /// @throws IOException also when another frame is found in its place
  synchronized MemorySegment read(long start, long index, MemorySegment target) throws IOException {
    file.seek(start);
    file.readFully(buffer, 0, HEADER_BYTES);
    long found = ByteBuffer.wrap(buffer).getLong();
    long size = ByteBuffer.wrap(buffer).getLong(Long.BYTES);
    if (found != index || size < 0 || size > target.byteSize()) {
      throw new IOException("it holds frame " + found + " of " + size + " bytes in its place");
    }
    for (long at = 0; at < size; at += STEP) {
      int count = (int) Math.min(STEP, size - at);
      file.readFully(buffer, 0, count);
      MemorySegment.copy(buffer, 0, target, ValueLayout.JAVA_BYTE, at, count);
    }
    return target.asSlice(0, size);
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
