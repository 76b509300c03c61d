package org.rav1ebygop.engine.frames;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// The frames of a pipe that may be needed yet, by index. Guarded by the lock of the supply.
final class HeldFrames {
  private final Map<Long, HeldFrame> frames = new HashMap<>();
  private long oldest;
  private long end;

  /// Adds the next frame.
  void add(HeldFrame frame) {
    frames.put(frame.index, frame);
    end = frame.index + 1;
  }

  @Nullable HeldFrame get(long index) {
    return frames.get(index);
  }

  /// A frame that a slot begins to read; its GOP, if it failed, is being repeated.
  ///
  /// @throws GopException of kind ENCODER when it is not held any more
  HeldFrame require(long index) {
    HeldFrame frame = frames.get(index);
    if (frame == null) {
      throw GopException.encoder(
          String.format(
              Locale.ROOT,
              "frame %d is gone: a pipe cannot be read twice, and memory was short",
              index),
          null);
    }
    HeldFrame after = frame;
    for (long i = index; after != null && after.rewound; after = frames.get(++i)) {
      after.rewound = false;
    }
    return frame;
  }

  /// Takes a frame out; null when it is not held.
  @Nullable HeldFrame remove(long index) {
    HeldFrame frame = frames.remove(index);
    while (oldest < end && !frames.containsKey(oldest)) {
      oldest++;
    }
    return frame;
  }

  int size() {
    return frames.size();
  }

  /// The oldest of those that no slot reads, or null.
  @Nullable HeldFrame oldest(Predicate<HeldFrame> which) {
    for (long i = oldest; i < end; i++) {
      HeldFrame frame = frames.get(i);
      if (frame != null && !frame.isRead() && which.test(frame)) {
        return frame;
      }
    }
    return null;
  }

  /// The newest of those that no slot reads, or null.
  @Nullable HeldFrame newest(Predicate<HeldFrame> which) {
    for (long i = end - 1; i >= oldest; i--) {
      HeldFrame frame = frames.get(i);
      if (frame != null && !frame.isRead() && which.test(frame)) {
        return frame;
      }
    }
    return null;
  }
}
