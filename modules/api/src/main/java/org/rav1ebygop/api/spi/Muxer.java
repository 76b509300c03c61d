package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.Packet;

/// Writes packets into a container. Used by one thread.
public interface Muxer extends AutoCloseable {
  /// Writes the next packet; indices count up from 0 without a gap.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when it cannot be written
  void write(Packet packet);

  /// All packets are written: completes the container.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when it cannot be written, of kind
  ///   BUG when the count is not the one that was asked for
  void finish();

  /// Releases what it holds; without [#finish] the container is incomplete.
  @Override
  void close();
}
