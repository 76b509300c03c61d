package org.rav1ebygop.av1;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Packet;

/// Reads the packets of a film from a channel, which is closed with it.
public interface PacketReader extends AutoCloseable {
  /// The next packet, or null when the film ends after the one before.
  ///
  /// @throws MalformedBitstreamException when the film ends inside a packet, or is no such film
  @Nullable Packet next() throws IOException;

  /// Bytes of the file before the next packet.
  long position();

  @Override
  void close() throws IOException;
}
