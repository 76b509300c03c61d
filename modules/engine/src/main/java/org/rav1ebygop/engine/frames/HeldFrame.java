package org.rav1ebygop.engine.frames;

import java.util.ArrayList;
import java.util.List;

/// A frame of a pipe that may be needed yet. Guarded by the lock of its supply.
final class HeldFrame {
  final long index;
  Kept kept;

  /// Whether an encoder has it, so that it is only needed if its GOP is to be repeated.
  boolean sent;

  /// Whether its GOP failed, and no slot has begun to repeat it.
  boolean rewound;

  /// How many slots read it at this moment.
  private int readers;

  private final List<ReadBuffer> restored = new ArrayList<>(1);

  HeldFrame(long index, Kept kept) {
    this.index = index;
    this.kept = kept;
  }

  boolean isRead() {
    return readers > 0;
  }

  boolean isRaw() {
    return kept instanceof Kept.Raw;
  }

  /// A slot begins to read.
  void read() {
    readers++;
  }

  /// A slot will read it from this buffer.
  void read(ReadBuffer buffer) {
    readers++;
    restored.add(buffer);
  }

  /// Whether a slot still wants what it has restored.
  boolean isReadFrom(ReadBuffer buffer) {
    return restored.contains(buffer);
  }

  /// A slot has read it.
  ///
  /// @return buffers that are free now
  List<ReadBuffer> readDone() {
    readers = Math.max(0, readers - 1);
    return readers == 0 ? forget() : List.of();
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
