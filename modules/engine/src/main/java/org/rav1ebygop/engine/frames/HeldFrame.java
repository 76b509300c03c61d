package org.rav1ebygop.engine.frames;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A frame of a pipe that waits in memory, or is read. Guarded by the lock of [HeldFrames].
final class HeldFrame {
  final long index;
  private Kept kept;
  private boolean sent;

  /// How many slots read it at this moment.
  private int readers;

  private final List<ReadBuffer> restored = new ArrayList<>(1);

  HeldFrame(long index, Kept kept) {
    this.index = index;
    this.kept = kept;
  }

  /// Where it is.
  Kept kept() {
    return kept;
  }

  /// It is somewhere else from now on.
  void keptAt(Kept place) {
    kept = place;
  }

  /// Whether an encoder has it, so that it is only needed if its GOP is to be repeated.
  boolean isSent() {
    return sent;
  }

  boolean isRead() {
    return readers > 0;
  }

  /// A slot begins to read.
  ///
  /// @param buffer it will be read from; null when it is read where it is
  void read(@Nullable ReadBuffer buffer) {
    readers++;
    if (buffer != null) {
      restored.add(buffer);
    }
  }

  /// Whether a slot still wants what it has restored.
  boolean isReadFrom(ReadBuffer buffer) {
    return restored.contains(buffer);
  }

  /// An encoder has it, and a slot less reads it.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> sent() {
    sent = true;
    readers = Math.max(0, readers - 1);
    return readers == 0 ? forget() : List.of();
  }

  /// Its GOP is to be encoded again.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> rewind() {
    sent = false;
    return forget();
  }

  /// No slot reads it any more.
  ///
  /// @return buffers that are free now; those that are still being filled are freed by who fills
  ///   them
  List<ReadBuffer> forget() {
    readers = 0;
    List<ReadBuffer> free = restored.stream().filter(buffer -> !buffer.filling).toList();
    restored.clear();
    return free;
  }
}
