package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.MemorySegment;

/// The part that an encoding has in rate control over two passes. Each method is called by the
/// thread that encodes.
interface RatePass {
  /// The only pass there is.
  RatePass ONLY = new RatePass() {};

  /// The settings are told, the context is not made yet.
  ///
  /// @param config a `RaConfig`
  default void configure(MemorySegment config) {}

  /// The library is about to be asked for a packet.
  ///
  /// @param context a `RaContext`
  default void beforePacket(MemorySegment context) {}

  /// The library was asked for a packet, and has not failed.
  ///
  /// @param context a `RaContext`
  default void afterPacket(MemorySegment context) {}
}
