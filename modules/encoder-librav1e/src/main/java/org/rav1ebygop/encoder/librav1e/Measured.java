package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;

/// A packet together with the quality of its frame.
///
/// Between processes they go as one: the packet, then for each plane the sum of squares in 64 bits
/// and SSIM as a double, little-endian.
record Measured(Packet packet, FrameQuality quality) {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long PLANE_BYTES = Long.BYTES + Double.BYTES;
  private static final long TRAILER_BYTES = FrameLayout.PLANES * PLANE_BYTES;

  /// Both in one.
  Packet joined() {
    long size = packet.size();
    MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(size + TRAILER_BYTES)]);
    MemorySegment.copy(packet.data(), 0, data, 0, size);
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      long at = size + plane * PLANE_BYTES;
      data.set(LONG, at, quality.plane(plane).squares());
      data.set(DOUBLE, at + Long.BYTES, quality.plane(plane).ssim());
    }
    return new Packet(packet.index(), data);
  }

  /// The two of a packet that [#joined] made.
  ///
  /// @throws GopException of kind ENCODER when it is too short to be one
  static Measured split(Packet joined) {
    long size = joined.size() - TRAILER_BYTES;
    if (size < 0) {
      throw GopException.encoder(
          String.format(Locale.ROOT, "librav1e gave packet %d without its quality", joined.index()),
          null);
    }
    return new Measured(
        new Packet(joined.index(), joined.data().asSlice(0, size)),
        new FrameQuality(
            plane(joined.data(), size),
            plane(joined.data(), size + PLANE_BYTES),
            plane(joined.data(), size + 2 * PLANE_BYTES)));
  }

  private static FrameQuality.Plane plane(MemorySegment data, long at) {
    return new FrameQuality.Plane(data.get(LONG, at), data.get(DOUBLE, at + Long.BYTES));
  }
}
