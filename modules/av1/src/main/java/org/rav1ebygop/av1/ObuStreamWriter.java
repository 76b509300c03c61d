package org.rav1ebygop.av1;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.rav1ebygop.api.Packet;

/// Writes a raw OBU stream (section 5.2): temporal units one after the other. They are gathered in
/// a buffer until [#flush].
public final class ObuStreamWriter {
  private final ChannelWriter out;

  /// Writes nothing yet.
  ///
  /// @param channel a channel in blocking mode, not closed by this writer
  public ObuStreamWriter(WritableByteChannel channel) {
    out = new ChannelWriter(channel);
  }

  /// Writes a temporal unit that starts with its temporal delimiter and whose OBUs tell their
  /// sizes.
  ///
  /// @throws IllegalArgumentException when it has [Integer#MAX_VALUE] bytes or more
  public void write(Packet packet) throws IOException {
    ChannelWriter.checkedSize(packet);
    out.write(packet);
  }

  /// Hands everything written so far to the channel.
  public void flush() throws IOException {
    out.flush();
  }
}
