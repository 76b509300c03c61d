package org.rav1ebygop.av1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.rav1ebygop.api.Packet;

/// Gathers bytes in a buffer before they go to a channel; data that is larger than the buffer goes
/// past it.
final class ChannelWriter {
  /// For whoever has one or a few of them.
  static final int USUAL_BYTES = 1 << 18;

  private final WritableByteChannel out;
  private final ByteBuffer buffer;

  ChannelWriter(WritableByteChannel out) {
    this(out, USUAL_BYTES);
  }

  /// @param bytes of its buffer, 64 or more
  ChannelWriter(WritableByteChannel out, int bytes) {
    this.out = out;
    this.buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Puts first bytes, of which there are few, into the buffer.
  void put(byte[] bytes) {
    buffer.put(bytes);
  }

  /// The buffer in little-endian order, with room for so many bytes, of which there are few.
  ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  /// Writes the data of a packet.
  void write(Packet packet) throws IOException {
    ByteBuffer data = packet.data().asByteBuffer();
    if (data.remaining() > buffer.remaining()) {
      flush();
    }
    if (data.remaining() > buffer.remaining()) {
      writeAll(data);
    } else {
      buffer.put(data);
    }
  }

  void flush() throws IOException {
    buffer.flip();
    writeAll(buffer);
    buffer.clear();
  }

  /// A packet that a buffer can hold, as its formats and [ByteBuffer] demand.
  ///
  /// @throws IllegalArgumentException when it has [Integer#MAX_VALUE] bytes or more
  static int checkedSize(Packet packet) {
    if (packet.size() >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a packet of " + packet.size() + " bytes");
    }
    return (int) packet.size();
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
