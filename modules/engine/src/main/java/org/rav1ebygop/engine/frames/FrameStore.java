package org.rav1ebygop.engine.frames;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
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
  ///
  /// @param more places than the reserve that there may be
  @Nullable MemorySegment takeRaw(int more) {
    if (freeRaw.isEmpty() && raws < memory.reserve() + more) {
      raws++;
      return allocate(layout.frameBytes());
    }
    return freeRaw.poll();
  }

  /// How many such places are taken.
  int usedRaws() {
    return raws - freeRaw.size();
  }

  /// The place is free again.
  void giveRaw(MemorySegment raw) {
    freeRaw.push(raw);
  }

  /// What a slot takes to restore a frame, with what is compressed in memory; null for one that is
  /// not compressed.
  @Nullable ReadBuffer takeBuffer(Kept kept) {
    if (kept instanceof Kept.Raw) {
      return null;
    }
    ReadBuffer buffer = freeBuffers.poll();
    if (buffer == null) {
      buffer = new ReadBuffer(allocate(layout.frameBytes()), allocate(codec.workBytes()));
    }
    buffer.filling = true;
    if (kept instanceof Kept.Packed(BlockMemory.Piece piece)) {
      blocks.copy(piece, buffer.packed.asSlice(0, piece.bytes()));
    }
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

  /// Whether frames for which there is no room go to disk.
  boolean spills() {
    return spill != null;
  }

  /// Keeps a compressed frame on disk, if frames go there. To be called without the lock.
  Kept.OnDisk spill(long index, MemorySegment compressed) {
    return new Kept.OnDisk(requireSpill().append(index, compressed));
  }

  /// Gives the space back of files none of whose frames is needed. To be called without the lock,
  /// because that takes a while.
  void closeUnusedFiles() {
    if (spill != null) {
      spill.closeUnused();
    }
  }

  /// Lets a frame go.
  void free(Kept kept) {
    switch (kept) {
      case Kept.Raw raw -> giveRaw(raw.data());
      case Kept.Packed packed -> blocks.free(packed.piece());
      case Kept.OnDisk(long place) -> requireSpill().release(place);
    }
  }

  /// What a slot reads a frame from. To be called without the lock.
  ///
  /// @param buffer that was taken for it
  /// @return the frame, read only
  /// @throws GopException of kind ENVIRONMENT when it is not what it was
  MemorySegment read(long index, Kept kept, @Nullable ReadBuffer buffer) {
    if (kept instanceof Kept.Raw(MemorySegment data)) {
      return data.asReadOnly();
    }
    ReadBuffer target = Objects.requireNonNull(buffer);
    try {
      MemorySegment packed =
          kept instanceof Kept.Packed(BlockMemory.Piece piece)
              ? target.packed.asSlice(0, piece.bytes())
              : requireSpill().read(((Kept.OnDisk) kept).place(), index, target.packed);
      codec.decompress(packed, target.raw);
      return target.raw.asReadOnly();
    } catch (IOException | CorruptFrameException e) {
      String where =
          kept instanceof Kept.OnDisk(long place) ? requireSpill().path(place) + "" : "memory";
      throw GopException.environment(
          String.format(
              Locale.ROOT,
              "frame %d of the pipe cannot be read back from %s: %s",
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

  private Spill requireSpill() {
    return Objects.requireNonNull(spill);
  }

  /// Memory filled with zeros. Needs no lock.
  MemorySegment allocate(long bytes) {
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
