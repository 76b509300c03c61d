package org.rav1ebygop.api;

import java.lang.foreign.MemorySegment;

/// One AV1 temporal unit: the coded bytes that make a decoder show exactly one frame.
///
/// @param index presentation index in its GOP or film, from 0
/// @param data the temporal unit in the low-overhead format, temporal delimiter included; not
///   changed by anybody after the packet is made
public record Packet(long index, MemorySegment data) {
  /// Bytes of the temporal unit.
  public long size() {
    return data.byteSize();
  }

  /// The same bytes at another presentation index.
  public Packet at(long newIndex) {
    return new Packet(newIndex, data);
  }
}
