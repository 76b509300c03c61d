package org.rav1ebygop.protocol.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Memory for frames on their way, outside the heap: grows with what is in use at a time, and is
/// given back as a whole. Used by any thread.
public final class FramePool implements AutoCloseable {
  private static final int ZEROS = 1 << 16;

  private final long frameBytes;
  private final Arena arena = Arena.ofShared();
  private final Deque<MemorySegment> free = new ArrayDeque<>();
  private final Map<Long, MemorySegment> taken = new HashMap<>();
  private final @Nullable FileChannel file;
  private long fileBytes;
  private boolean closed;

  private FramePool(long frameBytes, @Nullable FileChannel file) {
    this.frameBytes = frameBytes;
    this.file = file;
  }

  /// Frames in memory.
  ///
  /// @param frameBytes the longest frame
  public static FramePool inMemory(long frameBytes) {
    return new FramePool(frameBytes, null);
  }

  /// Frames in a file without a name, which memory need not hold.
  ///
  /// @throws IOException when there is no such file to be had
  public static FramePool inFolder(long frameBytes, Path folder) throws IOException {
    Path path = Files.createTempFile(folder, "rav1e-worker-", ".frames");
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(path);
    return new FramePool(frameBytes, file);
  }

  /// Room for a frame, of undefined content.
  ///
  /// @param bytes how many, at most those of a frame
  /// @throws UncheckedIOException when the disk is full
  public synchronized MemorySegment take(long bytes) {
    MemorySegment room = free.poll();
    if (room == null) {
      room = file == null ? arena.allocate(frameBytes, Long.BYTES) : mapped(file);
    }
    taken.put(room.address(), room);
    return room.asSlice(0, bytes);
  }

  /// A frame is no longer needed.
  ///
  /// @param frame as it was taken
  public synchronized void give(MemorySegment frame) {
    MemorySegment room = taken.remove(frame.address());
    if (room == null) {
      throw new IllegalArgumentException("not a frame of this pool, or given back before");
    }
    free.push(room);
    end();
  }

  /// Frames that were taken and not given back.
  public synchronized int inUse() {
    return taken.size();
  }

  /// Gives all memory back when the last frame has been given back.
  @Override
  public synchronized void close() {
    closed = true;
    end();
  }

  private void end() {
    if (closed && taken.isEmpty() && arena.scope().isAlive()) {
      free.clear();
      arena.close();
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException _) {
        // it has no name and no content that anybody needs
      }
    }
  }

  /// The file has room for what is mapped: a mapping of a hole on a full disk ends the process.
  private MemorySegment mapped(FileChannel channel) {
    try {
      long end = fileBytes + frameBytes;
      for (long at = fileBytes; at < end; ) {
        at += channel.write(ByteBuffer.allocate((int) Math.min(ZEROS, end - at)), at);
      }
      MemorySegment room = channel.map(MapMode.READ_WRITE, fileBytes, frameBytes, arena);
      fileBytes = end;
      return room;
    } catch (IOException e) {
      throw new UncheckedIOException("no room for frames: " + e.getMessage(), e);
    }
  }
}
