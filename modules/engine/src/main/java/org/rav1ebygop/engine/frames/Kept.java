package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;

/// Where a frame that waits is.
sealed interface Kept {
  /// As it is.
  ///
  /// @param data the whole frame
  record Raw(MemorySegment data) implements Kept {}

  /// Compressed, in memory.
  ///
  /// @param piece of the [BlockMemory]
  record Packed(BlockMemory.Piece piece) implements Kept {}

  /// Compressed, on disk.
  ///
  /// @param place for [Spill] to find it by
  record OnDisk(long place) implements Kept {}
}
