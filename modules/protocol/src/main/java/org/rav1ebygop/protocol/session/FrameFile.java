package org.rav1ebygop.protocol.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
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

/// A file without a name, in which there is room for frames. Used by any thread; those that wait
/// for the disk hold no lock.
final class FrameFile {
  private static final int ZEROS = 1 << 16;

  private final long frameBytes;
  private final FileChannel channel;

  /// Places that could not be had before.
  @GuardedBy("this")
  private final Deque<Long> spare = new ArrayDeque<>();

  @GuardedBy("this")
  private long end;

  private FrameFile(long frameBytes, FileChannel channel) {
    this.frameBytes = frameBytes;
    this.channel = channel;
  }

  static FrameFile open(long frameBytes, Path folder) throws IOException {
    Path path = Files.createTempFile(folder, "rav1e-worker-", ".frames");
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(path);
    return new FrameFile(frameBytes, channel);
  }

  /// Room for one more frame. The file has room for what is mapped: a mapping of a hole on a full
  /// disk ends the process.
  MemorySegment room(Arena arena) throws IOException {
    long begin = place();
    boolean made = false;
    try {
      for (long at = begin; at < begin + frameBytes; ) {
        long rest = begin + frameBytes - at;
        at += channel.write(ByteBuffer.allocate((int) Math.min(ZEROS, rest)), at);
      }
      MemorySegment room = channel.map(MapMode.READ_WRITE, begin, frameBytes, arena);
      made = true;
      return room;
    } finally {
      if (!made) {
        giveBack(begin);
      }
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // it has no name and no content that anybody needs
    }
  }

  private synchronized long place() {
    Long known = spare.poll();
    if (known != null) {
      return known;
    }
    long place = end;
    end += frameBytes;
    return place;
  }

  private synchronized void giveBack(long place) {
    spare.push(place);
  }
}
