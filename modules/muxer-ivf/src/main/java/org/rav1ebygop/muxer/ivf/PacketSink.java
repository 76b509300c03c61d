package org.rav1ebygop.muxer.ivf;

import java.io.IOException;
import org.rav1ebygop.api.Packet;

/// Writes packets in one format, unchecked.
interface PacketSink {
  void write(Packet packet) throws IOException;

  /// Hands everything written so far to the channel.
  void flush() throws IOException;
}
