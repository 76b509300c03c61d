package org.rav1ebygop.engine.frames;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.frame.codec.CorruptFrameException;
import org.rav1ebygop.frame.codec.FrameCodec;

/// The memory that frames of a pipe wait in, and the disk. All memory comes from one arena and is
/// used again, never given back one by one, so that the process cannot grow over the sum of it. To
/// be called with the lock of the supply held, unless stated otherwise.
final class FrameStore implements AutoCloseable {
  /// Blocks that a frame would take if it could not be compressed: many, so that little is lost at
  /// their ends.
  private static final int BLOCKS_OF_A_FRAME = 32;

  private static final long LEAST_BLOCK = 256;
  private static final long LARGEST_BLOCK = 1 << 20;
  private static final long SPILL_FILE_BYTES = 256L << 20;

  private final FrameLayout layout;
  private final FrameCodec codec;
  private final FrameMemory memory;
  private final BlockMemory blocks;
  private final @Nullable Spill spill;
  private final Arena arena = Arena.ofShared();
  private final Deque<MemorySegment> freeRaw = new ArrayDeque<>();
  private final Deque<ReadBuffer> freeBuffers = new ArrayDeque<>();
  private @Nullable MemorySegment work;
  private int raws;

  /// @param directory for frames that go to disk
  FrameStore(FrameLayout layout, FrameMemory memory, Path directory) {
    this.layout = layout;
    this.memory = memory;
    this.codec = new FrameCodec(layout);
    long packedBytes = Math.max(0, memory.bytes() - memory.reserve() * layout.frameBytes());
    this.blocks = new BlockMemory(this::allocate, blockBytes(layout), packedBytes);
    this.spill = memory.spill() ? new Spill(directory, SPILL_FILE_BYTES) : null;
  }

  /// A free place for one frame as it is, or null.
  @Nullable MemorySegment takeRaw() {
    if (freeRaw.isEmpty() && raws < memory.reserve()) {
      raws++;
      return allocate(layout.frameBytes());
    }
    return freeRaw.poll();
  }

  /// The place is free again.
  void giveRaw(MemorySegment raw) {
    freeRaw.push(raw);
  }

  /// What a slot takes to restore a frame.
  ReadBuffer takeBuffer() {
    ReadBuffer buffer = freeBuffers.poll();
    if (buffer == null) {
      return new ReadBuffer(allocate(layout.frameBytes()), allocate(codec.workBytes()));
    }
    buffer.filling = true;
    return buffer;
  }

  /// The buffer is free again.
  void giveBuffer(ReadBuffer buffer) {
    freeBuffers.push(buffer);
  }

  /// Whether a compressed frame has a place to go to at all.
  boolean compresses() {
    return spill != null || blocks.couldHold(layout.frameBytes());
  }

  /// Compresses a frame. To be called by one thread, without the lock.
  ///
  /// @return the compressed frame, until the next call
  MemorySegment compress(MemorySegment frame) {
    MemorySegment target = work;
    if (target == null) {
      target = allocate(codec.workBytes());
      work = target;
    }
    return target.asSlice(0, codec.compress(frame, target));
  }

  /// Keeps a compressed frame in memory.
  ///
  /// @return null when there is no room
  Kept.@Nullable Packed keep(MemorySegment compressed) {
    BlockMemory.Piece piece = blocks.keep(compressed);
    return piece == null ? null : new Kept.Packed(piece);
  }

  /// Keeps a compressed frame on disk. To be called without the lock.
  ///
  /// @return null when frames do not go to disk
  Kept.@Nullable OnDisk spill(long index, MemorySegment compressed) {
    return spill == null ? null : spill.append(index, compressed);
  }

  /// Lets a frame go.
  void free(Kept kept) {
    switch (kept) {
      case Kept.Raw raw -> giveRaw(raw.data());
      case Kept.Packed packed -> blocks.free(packed.piece());
      case Kept.OnDisk place -> {
        if (spill != null) {
          spill.release(place);
        }
      }
    }
  }

  /// Copies a frame that is compressed in memory to where it is restored from.
  void copy(Kept.Packed packed, ReadBuffer buffer) {
    blocks.copy(packed.piece(), buffer.packed.asSlice(0, packed.piece().bytes()));
  }

  /// Restores a frame into a buffer. To be called without the lock.
  ///
  /// @throws GopException of kind ENVIRONMENT when it is not what it was
  void restore(long index, Kept kept, ReadBuffer buffer) {
    try {
      switch (kept) {
        case Kept.Raw raw -> buffer.raw.copyFrom(raw.data());
        case Kept.Packed packed ->
            codec.decompress(buffer.packed.asSlice(0, packed.piece().bytes()), buffer.raw);
        case Kept.OnDisk place -> {
          MemorySegment packed = buffer.packed.asSlice(0, place.bytes());
          place.file().read(place, index, packed);
          codec.decompress(packed, buffer.raw);
        }
      }
    } catch (IOException | CorruptFrameException e) {
      String where = kept instanceof Kept.OnDisk place ? place.file().path() + "" : "memory";
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "frame %d of the pipe cannot be read back from %s: %s; finished GOPs are kept, run again with --resume",
              index,
              where,
              e.getMessage()),
          e);
    }
  }

  /// Gives everything back, unless a thread is still writing from it to an encoder that is gone:
  /// then the memory goes with the process.
  @Override
  public void close() {
    if (spill != null) {
      spill.close();
    }
    try {
      arena.close();
    } catch (IllegalStateException _) {
      // a system call of another thread holds it
    }
  }

  private MemorySegment allocate(long bytes) {
    try {
      return arena.allocate(bytes);
    } catch (OutOfMemoryError e) {
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "the system has no memory for a frame of the pipe (%d bytes); free some, or set --frame-memory",
              bytes),
          e);
    }
  }

  private static int blockBytes(FrameLayout layout) {
    return (int)
        Math.clamp(
            Long.highestOneBit(layout.frameBytes() / BLOCKS_OF_A_FRAME),
            LEAST_BLOCK,
            LARGEST_BLOCK);
  }
}
