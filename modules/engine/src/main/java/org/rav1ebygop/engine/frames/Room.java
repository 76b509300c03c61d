package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Finds room for the next frame of a pipe, and makes it. Used by the thread that reads the pipe.
final class Room {
  /// What is known of so many frames fits into the heap, however small they are.
  private static final int MOST_FRAMES = 100_000;

  private final Object lock;
  private final HeldFrames frames;
  private final FrameStore store;
  private @Nullable HeldFrame compressedFrame;
  private MemorySegment compressed = MemorySegment.NULL;

  /// @param lock of the supply
  Room(Object lock, HeldFrames frames, FrameStore store) {
    this.lock = lock;
    this.frames = frames;
    this.store = store;
  }

  /// Room for a frame, or null.
  @Nullable MemorySegment find() {
    synchronized (lock) {
      return frames.size() < MOST_FRAMES ? store.takeRaw() : null;
    }
  }

  /// Compresses a frame, or takes one back.
  ///
  /// @param starve whether frames may be taken back that have not become useless
  /// @return whether that was possible
  boolean make(boolean starve) {
    HeldFrame frame = toCompress();
    if (frame != null) {
      MemorySegment data = compress(frame);
      if (keepInMemory(frame, data)) {
        return true;
      }
      Kept place = store.spill(frame.index, data);
      if (place != null) {
        replace(frame, place);
        return true;
      }
    }
    return starve && takeBackOldest();
  }

  /// Lets a frame go.
  void takeBack(long index) {
    HeldFrame frame = frames.remove(index);
    if (frame != null) {
      frame.forget().forEach(store::giveBuffer);
      store.free(frame.kept);
    }
  }

  private @Nullable HeldFrame toCompress() {
    synchronized (lock) {
      if (!store.compresses() || frames.size() >= MOST_FRAMES) {
        return null;
      }
      HeldFrame sent = frames.oldest(frame -> frame.isRaw() && frame.sent);
      return sent != null ? sent : frames.newest(HeldFrame::isRaw);
    }
  }

  /// The frame compressed, which is done once, however often room is looked for.
  private MemorySegment compress(HeldFrame frame) {
    if (compressedFrame != frame && frame.kept instanceof Kept.Raw(MemorySegment data)) {
      compressed = store.compress(data);
      compressedFrame = frame;
    }
    return compressed;
  }

  private boolean keepInMemory(HeldFrame frame, MemorySegment data) {
    synchronized (lock) {
      if (!canReplace(frame)) {
        return true;
      }
      Kept packed = store.keep(data);
      if (packed != null) {
        replace(frame, packed);
      }
      return packed != null;
    }
  }

  /// The frame is now where it was copied to, unless it was let go, or a slot has begun to read it
  /// where it is.
  private void replace(HeldFrame frame, Kept copy) {
    synchronized (lock) {
      Kept unused = copy;
      if (canReplace(frame)) {
        unused = frame.kept;
        frame.kept = copy;
      }
      store.free(unused);
    }
  }

  private boolean canReplace(HeldFrame frame) {
    return frames.get(frame.index) == frame && !frame.isRead();
  }

  private boolean takeBackOldest() {
    synchronized (lock) {
      HeldFrame frame = frames.oldest(held -> held.sent);
      if (frame == null) {
        frame = frames.oldest(held -> held.rewound);
      }
      if (frame != null) {
        takeBack(frame.index);
      }
      return frame != null;
    }
  }
}
