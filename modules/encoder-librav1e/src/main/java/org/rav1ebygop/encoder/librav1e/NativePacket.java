package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A `RaPacket`, the same in rav1e 0.5 to 0.8. Its memory is valid until it is released.
///
/// @param data the temporal unit
/// @param frame index of the frame it shows
/// @param reconstruction `RaFrame` of the picture that a decoder shows, without film grain
/// @param source `RaFrame` of the picture that was sent
record NativePacket(
    MemorySegment data, long frame, MemorySegment reconstruction, MemorySegment source) {
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final long BYTES = 56;

  // uint8_t *data; size_t len; uint64_t input_frameno; int frame_type; void *opaque; RaFrame *rec,
  // *source
  private static final long DATA = 0;
  private static final long LENGTH = 8;
  private static final long FRAME = 16;
  private static final long RECONSTRUCTION = 40;
  private static final long SOURCE = 48;

  /// Reads the packet at an address.
  @SuppressWarnings("restricted") // sizes are those of rav1e.h
  static NativePacket at(MemorySegment address) {
    MemorySegment packet = address.reinterpret(BYTES);
    long length = packet.get(ValueLayout.JAVA_LONG, LENGTH);
    return new NativePacket(
        packet.get(POINTER, DATA).reinterpret(length),
        packet.get(ValueLayout.JAVA_LONG, FRAME),
        packet.get(POINTER, RECONSTRUCTION),
        packet.get(POINTER, SOURCE));
  }
}
