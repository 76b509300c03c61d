package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// Puts frames or packets of one lease together from their pieces. A piece is checked first, then
/// copied, for which nobody else need wait, then taken over.
final class Parts {
  private final long limit;
  private final Memory memory;
  private @Nullable MemorySegment whole;
  private int filled;
  private @Nullable Piece pending;

  /// Where a whole is put.
  interface Memory {
    /// So many bytes. May take long, and may fail. Called by any thread.
    MemorySegment take(long bytes);

    /// They are no longer needed. Takes no time.
    void give(MemorySegment whole);
  }

  /// @param limit the longest whole, in bytes
  Parts(long limit, Memory memory) {
    this.limit = limit;
    this.memory = memory;
  }

  /// The piece of a whole that begins at an offset.
  static Message.Part cut(int lease, int index, MemorySegment whole, int offset) {
    int total = Math.toIntExact(whole.byteSize());
    int size = Math.min(Wire.MAX_PART, total - offset);
    Bytes data = Bytes.of(whole.asSlice(offset, size));
    return new Message.Part(lease, index, total, offset, data);
  }

  /// A piece that has come.
  static final class Piece {
    private final Memory memory;
    private final Message.Part part;
    private @Nullable MemorySegment target;
    private @Nullable Throwable failure;

    /// @param target what it is a piece of, or null when it is the first piece
    private Piece(Memory memory, Message.Part part, @Nullable MemorySegment target) {
      this.memory = memory;
      this.part = part;
      this.target = target;
    }

    /// Copies it.
    void copy() {
      try {
        MemorySegment room = target == null ? memory.take(part.total()) : target;
        target = room;
        Bytes data = part.data();
        MemorySegment.copy(data.segment(), 0, room, part.offset(), data.size());
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    /// Whether it is the last one of a whole, which is there now.
    boolean isLast() {
      return failure == null && part.offset() + part.data().size() == part.total();
    }

    /// What it is a piece of; it is copied.
    @Nullable MemorySegment whole() {
      return target;
    }

    /// What prevented the copy, or null.
    @Nullable Throwable failure() {
      return failure;
    }
  }

  /// Checks the next piece, which is to be copied and taken over before the next one comes.
  ///
  /// @param index of the frame or packet that is due
  Piece begin(Message.Part part, int index) throws ProtocolException {
    if (part.index() != index) {
      throw new ProtocolException(
          EndReason.ILLEGAL,
          String.format(
              Locale.ROOT,
              "number %d of lease %d came, %d is due",
              part.index(),
              part.lease(),
              index));
    }
    if (part.total() > limit) {
      throw new ProtocolException(
          EndReason.LIMIT,
          String.format(Locale.ROOT, "%d bytes, where %d are allowed", part.total(), limit));
    }
    MemorySegment begun = whole;
    int size = Math.min(Wire.MAX_PART, part.total() - part.offset());
    boolean same = begun == null || part.total() == begun.byteSize();
    if (part.offset() != filled || !same || part.data().size() != size) {
      throw new ProtocolException(
          EndReason.ILLEGAL,
          String.format(Locale.ROOT, "a piece of lease %d is out of place", part.lease()));
    }
    var piece = new Piece(memory, part, begun);
    pending = piece;
    return piece;
  }

  /// Takes over a piece that was copied.
  ///
  /// @return false when all pieces were forgotten meanwhile
  boolean take(Piece piece) {
    MemorySegment target = piece.whole();
    if (!piece.equals(pending)) {
      give(target);
      return false;
    }
    pending = null;
    if (piece.failure() != null) {
      give(target);
      target = null;
    }
    boolean more = target != null && !piece.isLast();
    whole = more ? target : null;
    filled = more ? filled + piece.part.data().size() : 0;
    return true;
  }

  /// Whether some pieces, but not all, are there.
  boolean begun() {
    return whole != null;
  }

  /// Forgets the pieces. One that is being copied gives its memory back when it is taken over.
  void clear() {
    if (pending == null) {
      give(whole);
    }
    pending = null;
    whole = null;
    filled = 0;
  }

  private void give(@Nullable MemorySegment memoryOfWhole) {
    if (memoryOfWhole != null) {
      memory.give(memoryOfWhole);
    }
  }
}
