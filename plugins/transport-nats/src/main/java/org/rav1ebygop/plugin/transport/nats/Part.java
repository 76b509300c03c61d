package org.rav1ebygop.plugin.transport.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What goes over a subject. The first byte is the kind; numbers are big-endian.
sealed interface Part {
  /// Bytes of a message in one part. With its head it stays below the 1 MB that a NATS server takes
  /// unless told otherwise, and a message of the protocol is two parts at the most.
  int MAX_BYTES = 512 << 10;

  /// What a part weighs in the window beside its bytes, so that empty ones are bounded too.
  int BASE_WEIGHT = 64;

  /// A piece of a message.
  ///
  /// @param sequence counts the pieces of one direction from 0, so that a lost one is noticed
  /// @param last of its message
  record Data(int sequence, boolean last, ByteBuffer bytes) implements Part {
    int weight() {
      return BASE_WEIGHT + bytes.remaining();
    }
  }

  /// All that the receiver has taken, by weight.
  record Taken(long weight) implements Part {}

  /// Nothing comes after this.
  record End(String reason) implements Part {}

  /// As bytes; those of a piece are copied.
  default byte[] encoded() {
    return switch (this) {
      case Data(int sequence, boolean last, ByteBuffer bytes) ->
          ByteBuffer.allocate(5 + bytes.remaining())
              .put((byte) (last ? 1 : 0))
              .putInt(sequence)
              .put(bytes.duplicate())
              .array();
      case Taken(long weight) -> ByteBuffer.allocate(9).put((byte) 2).putLong(weight).array();
      case End(String reason) -> {
        byte[] text = reason.getBytes(UTF_8);
        yield ByteBuffer.allocate(1 + text.length).put((byte) 3).put(text).array();
      }
    };
  }

  /// @return null when these bytes are none
  static @Nullable Part decoded(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int kind = in.hasRemaining() ? in.get() : -1;
    return switch (kind) {
      case 0, 1 ->
          in.remaining() < 4 || in.remaining() > 4 + MAX_BYTES
              ? null
              : new Data(in.getInt(), kind == 1, in.slice(5, bytes.length - 5));
      case 2 -> in.remaining() == 8 ? new Taken(in.getLong()) : null;
      case 3 -> new End(line(new String(bytes, 1, Math.min(bytes.length - 1, 1024), UTF_8)));
      default -> null;
    };
  }

  private static String line(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ").strip();
    return line.isEmpty() ? "the other side closed the connection" : line;
  }
}
