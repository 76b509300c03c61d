package org.rav1ebygop.api.spi;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Packet;

/// The packets of a finished film, read back from its container. Used by one thread.
public interface MuxedPackets extends AutoCloseable {
  /// The next packet; indices count up from 0.
  ///
  /// @return null when there is no further one
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when the container is damaged, or
  ///   a packet is not shown when it should be
  @Nullable Packet next();

  @Override
  void close();
}
