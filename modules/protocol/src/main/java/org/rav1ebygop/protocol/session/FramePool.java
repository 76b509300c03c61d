package org.rav1ebygop.protocol.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;

/// Memory for frames on their way, outside the heap: grows with what is in use at a time, and is
/// given back as a whole. Used by any thread. Room is made without the lock, because a disk may be
/// slow: who gives frames back does not wait for those who take some.
public final class FramePool implements AutoCloseable, Parts.Memory {
  private static final BackgroundTasks TASKS = new BackgroundTasks();

  private final long frameBytes;
  private final Arena arena = Arena.ofShared();
  private final @Nullable FrameFile file;

  @GuardedBy("this")
  private final Deque<MemorySegment> free = new ArrayDeque<>();

  /// Those in use, by their address, and how many use each.
  @GuardedBy("this")
  private final Map<Long, Room> taken = new HashMap<>();

  /// Threads that make room at the moment.
  @GuardedBy("this")
  private int making;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private boolean freed;

  private record Room(MemorySegment memory, int users) {}

  private FramePool(long frameBytes, @Nullable FrameFile file) {
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
    return new FramePool(frameBytes, FrameFile.open(frameBytes, folder));
  }

  /// Room for a frame, of undefined content.
  ///
  /// @param bytes how many, at most those of a frame
  /// @throws UncheckedIOException when the disk is full
  @Override
  public MemorySegment take(long bytes) {
    MemorySegment room = freeRoom();
    boolean made = room == null;
    try {
      room = room == null ? make() : room;
      return use(room).asSlice(0, bytes);
    } finally {
      if (made) {
        wasMade();
      }
    }
  }

  /// A frame that was taken has one more user, who gives it back too.
  public synchronized void share(MemorySegment frame) {
    taken.compute(
        frame.address(), (_, room) -> new Room(known(room).memory, known(room).users + 1));
  }

  /// A user no longer needs a frame.
  ///
  /// @param frame as it was taken
  @Override
  public synchronized void give(MemorySegment frame) {
    Room room = known(taken.remove(frame.address()));
    if (room.users > 1) {
      taken.put(frame.address(), new Room(room.memory, room.users - 1));
    } else {
      free.push(room.memory);
      end();
    }
  }

  /// Frames that were taken and not given back.
  public synchronized int inUse() {
    return taken.size();
  }

  /// Gives all memory back when the last frame has been given back; here if that is so already. May
  /// wait for the disk.
  @Override
  public void close() {
    boolean unused;
    synchronized (this) {
      closed = true;
      unused = isUnused();
      freed |= unused;
    }
    if (unused) {
      release();
    }
  }

  /// @return null when there is none, and some is to be made
  private synchronized @Nullable MemorySegment freeRoom() {
    if (freed) {
      throw new IllegalStateException("the pool is closed");
    }
    MemorySegment room = free.poll();
    making += room == null ? 1 : 0;
    if (room != null) {
      taken.put(room.address(), new Room(room, 1));
    }
    return room;
  }

  private MemorySegment make() {
    try {
      return file == null ? arena.allocate(frameBytes, Long.BYTES) : file.room(arena);
    } catch (IOException e) {
      throw new UncheckedIOException("no room for frames: " + e.getMessage(), e);
    }
  }

  private synchronized MemorySegment use(MemorySegment room) {
    taken.putIfAbsent(room.address(), new Room(room, 1));
    return room;
  }

  private synchronized void wasMade() {
    making--;
    end();
  }

  /// Who gives a frame back does not wait for the disk: freeing is done elsewhere.
  @GuardedBy("this")
  private void end() {
    if (isUnused()) {
      freed = true;
      TASKS.start("frees frames", this::release);
    }
  }

  @GuardedBy("this")
  private boolean isUnused() {
    return closed && taken.isEmpty() && making == 0 && !freed;
  }

  private void release() {
    arena.close();
    if (file != null) {
      file.close();
    }
  }

  private static Room known(@Nullable Room room) {
    if (room == null) {
      throw new IllegalArgumentException("not a frame of this pool, or given back before");
    }
    return room;
  }
}
