package org.rav1ebygop.engine.frames;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Memory for many pieces of different sizes, in blocks of equal size: whatever is let go can be
/// used again for anything, so that it never takes more than its capacity. Grows as it is used. Not
/// safe for use by several threads.
final class BlockMemory {
  private static final int SLAB_BLOCKS = 256;

  private final LongFunction<MemorySegment> source;
  private final int blockBytes;
  private final int capacity;
  private final List<MemorySegment> slabs = new ArrayList<>();
  private int[] free = new int[SLAB_BLOCKS];
  private int freeCount;
  private int blocks;

  /// Something that is kept.
  static final class Piece {
    private final int[] blocks;
    private final long bytes;

    private Piece(int[] blocks, long bytes) {
      this.blocks = blocks;
      this.bytes = bytes;
    }

    long bytes() {
      return bytes;
    }
  }

  /// @param source where memory comes from
  /// @param blockBytes size of a block
  /// @param bytes the most to take
  BlockMemory(LongFunction<MemorySegment> source, int blockBytes, long bytes) {
    this.source = source;
    this.blockBytes = blockBytes;
    this.capacity = (int) Math.min(Integer.MAX_VALUE - SLAB_BLOCKS, bytes / blockBytes);
  }

  /// Whether a piece would fit if nothing else were there.
  boolean couldHold(long bytes) {
    return blocksOf(bytes) <= capacity;
  }

  /// Copies a piece.
  ///
  /// @return null when there is no room
  @Nullable Piece keep(MemorySegment piece) {
    long count = blocksOf(piece.byteSize());
    while (freeCount < count && blocks < capacity) {
      grow();
    }
    if (freeCount < count) {
      return null;
    }
    freeCount -= (int) count;
    int[] taken = Arrays.copyOfRange(free, freeCount, freeCount + (int) count);
    for (int i = 0; i < taken.length; i++) {
      long at = (long) i * blockBytes;
      long bytes = Math.min(blockBytes, piece.byteSize() - at);
      MemorySegment.copy(piece, at, slab(taken[i]), offset(taken[i]), bytes);
    }
    return new Piece(taken, piece.byteSize());
  }

  /// Copies a piece back.
  ///
  /// @param target as long as the piece
  void copy(Piece piece, MemorySegment target) {
    int[] from = piece.blocks;
    for (int i = 0; i < from.length; i++) {
      long at = (long) i * blockBytes;
      long bytes = Math.min(blockBytes, target.byteSize() - at);
      MemorySegment.copy(slab(from[i]), offset(from[i]), target, at, bytes);
    }
  }

  /// Lets a piece go.
  void free(Piece piece) {
    free(piece.blocks);
  }

  private void free(int[] added) {
    if (free.length < freeCount + added.length) {
      free = Arrays.copyOf(free, Math.max(2 * free.length, freeCount + added.length));
    }
    System.arraycopy(added, 0, free, freeCount, added.length);
    freeCount += added.length;
  }

  private long blocksOf(long bytes) {
    return (bytes + blockBytes - 1) / blockBytes;
  }

  private void grow() {
    int count = Math.min(SLAB_BLOCKS, capacity - blocks);
    slabs.add(source.apply((long) count * blockBytes));
    int[] added = new int[count];
    Arrays.setAll(added, i -> blocks + i);
    blocks += count;
    free(added);
  }

  private MemorySegment slab(int block) {
    return slabs.get(block / SLAB_BLOCKS);
  }

  private long offset(int block) {
    return (long) (block % SLAB_BLOCKS) * blockBytes;
  }
}
