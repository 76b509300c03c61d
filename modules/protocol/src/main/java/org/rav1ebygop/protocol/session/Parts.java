package org.rav1ebygop.protocol.session;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// Puts frames or packets of one lease together from their pieces.
final class Parts {
  private final long limit;
  private final LongFunction<MemorySegment> memory;
  private @Nullable MemorySegment whole;
  private int filled;

  /// @param limit the longest whole, in bytes
  /// @param memory gives so many bytes for a whole
  Parts(long limit, LongFunction<MemorySegment> memory) {
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

  /// Takes the next piece.
  ///
  /// @param index of the frame or packet that is due
  /// @return the whole when this was its last piece, else null
  @Nullable MemorySegment add(Message.Part part, int index) throws ProtocolException {
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
    MemorySegment target = begun == null ? memory.apply(part.total()) : begun;
    whole = target;
    MemorySegment.copy(part.data().segment(), 0, target, filled, size);
    filled += size;
    if (filled < part.total()) {
      return null;
    }
    whole = null;
    filled = 0;
    return target;
  }

  /// Whether some pieces, but not all, are there.
  boolean begun() {
    return whole != null;
  }

  /// Forgets the pieces.
  ///
  /// @return the memory they had, or null
  @Nullable MemorySegment clear() {
    MemorySegment begun = whole;
    whole = null;
    filled = 0;
    return begun;
  }
}
