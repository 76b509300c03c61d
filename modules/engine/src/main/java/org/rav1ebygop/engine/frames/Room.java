package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Makes room for the next frame of a pipe. Used by the one thread that reads the pipe.
final class Room {
  private final HeldFrames frames;
  private final FrameStore store;
  private @Nullable HeldFrame compressedFrame;
  private MemorySegment compressed = MemorySegment.NULL;

  Room(HeldFrames frames, FrameStore store) {
    this.frames = frames;
    this.store = store;
  }

  /// Compresses a frame, or takes one back.
  ///
  /// @param needed whether frames may be taken back that have not become useless
  /// @return whether that was possible
  boolean make(boolean needed) {
    RawFrame raw = frames.toCompress();
    if (raw != null) {
      MemorySegment data = compress(raw);
      if (frames.keep(raw.frame(), data)) {
        return true;
      }
      if (store.spills()) {
        frames.keep(raw.frame(), store.spill(raw.frame().index, data));
        return true;
      }
    }
    return needed && frames.giveUp();
  }

  /// The frame compressed, which is done once, however often room is looked for.
  private MemorySegment compress(RawFrame raw) {
    if (compressedFrame != raw.frame()) {
      compressed = store.compress(raw.data());
      compressedFrame = raw.frame();
    }
    return compressed;
  }
}
