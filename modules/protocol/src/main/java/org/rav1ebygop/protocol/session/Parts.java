package org.rav1ebygop.protocol.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// Frames or packets in pieces: takes them apart, and puts those of one lease together.
final class Parts {
  private final long limit;
  private byte[] whole = new byte[0];
  private int filled;

  /// @param limit the longest whole
  Parts(long limit) {
    this.limit = limit;
  }

  static List<Message.Part> split(int lease, int index, Bytes whole) {
    var parts = new ArrayList<Message.Part>();
    for (int at = 0; at < whole.size(); at += Wire.MAX_PART) {
      int size = Math.min(Wire.MAX_PART, whole.size() - at);
      parts.add(new Message.Part(lease, index, whole.size(), at, whole.slice(at, size)));
    }
    return parts;
  }

  /// Takes the next piece.
  ///
  /// @param index of the frame or packet that is due
  /// @return the whole when this was its last piece, else null
  @Nullable Bytes add(Message.Part part, int index) throws ProtocolException {
    if (part.index() != index) {
      throw new ProtocolException(
          EndReason.ILLEGAL,
          "number %d of lease %d came, %d is due".formatted(part.index(), part.lease(), index));
    }
    if (part.total() > limit) {
      throw new ProtocolException(
          EndReason.LIMIT, "%d bytes, where %d are allowed".formatted(part.total(), limit));
    }
    int size = Math.min(Wire.MAX_PART, part.total() - part.offset());
    boolean same = filled == 0 || part.total() == whole.length;
    if (part.offset() != filled || !same || part.data().size() != size) {
      throw new ProtocolException(
          EndReason.ILLEGAL, "a piece of lease %d is out of place".formatted(part.lease()));
    }
    if (filled == 0) {
      whole = new byte[part.total()];
    }
    part.data().buffer().get(whole, filled, size);
    filled += size;
    if (filled < part.total()) {
      return null;
    }
    Bytes complete = Bytes.of(whole);
    clear();
    return complete;
  }

  /// Whether some pieces, but not all, are there.
  boolean begun() {
    return filled > 0;
  }

  /// Forgets the pieces.
  void clear() {
    whole = new byte[0];
    filled = 0;
  }
}
