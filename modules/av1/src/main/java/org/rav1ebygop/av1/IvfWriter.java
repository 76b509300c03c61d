package org.rav1ebygop.av1;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.rav1ebygop.api.Packet;

/// Writes an IVF file of AV1. Packets are gathered in a buffer until [#flush].
public final class IvfWriter {
  private final ChannelWriter out;

  /// Writes nothing yet.
  ///
  /// @param channel a channel in blocking mode, not closed by this writer
  public IvfWriter(WritableByteChannel channel, IvfHeader header) {
    this(channel, header, ChannelWriter.USUAL_BYTES);
  }

  /// One of many: writes nothing yet.
  ///
  /// @param channel a channel in blocking mode, not closed by this writer
  /// @param buffer bytes to gather, 64 or more
  public IvfWriter(WritableByteChannel channel, IvfHeader header, int buffer) {
    out = new ChannelWriter(channel, buffer);
    out.put(header.toBytes());
  }

  /// Writes a packet with its index as the time stamp.
  ///
  /// @throws IllegalArgumentException when it has [Integer#MAX_VALUE] bytes or more
  public void write(Packet packet) throws IOException {
    int size = ChannelWriter.checkedSize(packet);
    out.room(IvfReader.PACKET_HEADER_BYTES).putInt(size).putLong(packet.index());
    out.write(packet);
  }

  /// Hands everything written so far to the channel.
  public void flush() throws IOException {
    out.flush();
  }
}
