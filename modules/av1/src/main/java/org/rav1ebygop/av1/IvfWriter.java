package org.rav1ebygop.av1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import org.rav1ebygop.api.Packet;

/// Writes an IVF file of AV1. Small packets are gathered in a buffer until [#flush].
public final class IvfWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final WritableByteChannel out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /// Writes nothing yet.
  ///
  /// @param out a channel in blocking mode, not closed by this writer
  public IvfWriter(WritableByteChannel out, IvfHeader header) {
    this.out = out;
    buffer.put(header.toBytes());
  }

  /// Writes a packet with its index as the time stamp.
  ///
  /// @throws IllegalArgumentException when it has [Integer#MAX_VALUE] bytes or more
  public void write(Packet packet) throws IOException {
    if (packet.size() >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a packet of " + packet.size() + " bytes");
    }
    ByteBuffer data = packet.data().asByteBuffer();
    reserve(IvfReader.PACKET_HEADER_BYTES);
    buffer.putInt(data.remaining()).putLong(packet.index());
    if (data.remaining() > buffer.remaining()) {
      flush();
    }
    if (data.remaining() > buffer.remaining()) {
      writeAll(data);
    } else {
      buffer.put(data);
    }
  }

  /// Hands everything written so far to the channel.
  public void flush() throws IOException {
    buffer.flip();
    writeAll(buffer);
    buffer.clear();
  }

  private void reserve(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
