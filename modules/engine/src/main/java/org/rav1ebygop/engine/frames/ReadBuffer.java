package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;

/// What one slot takes to restore a compressed frame.
final class ReadBuffer {
  /// For the frame.
  final MemorySegment raw;

  /// For the compressed frame.
  final MemorySegment packed;

  /// Whether a slot is writing to it. Guarded by the lock of [HeldFrames].
  boolean filling = true;

  ReadBuffer(MemorySegment raw, MemorySegment packed) {
    this.raw = raw;
    this.packed = packed;
  }
}
