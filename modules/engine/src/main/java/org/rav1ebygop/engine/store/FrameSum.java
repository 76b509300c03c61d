package org.rav1ebygop.engine.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.rav1ebygop.api.Frame;

/// The CRC-32C over frames, one after the other.
final class FrameSum {
  /// Stays in the nearest cache.
  private static final int PART = 16 << 10;

  private final CRC32C crc = new CRC32C();
  private final byte[] part = new byte[PART];

  /// The next frame. It is copied first: where a page of a mapped film cannot be read, copying it
  /// is an [InternalError], but summing it up in its place is the end of the virtual machine.
  void add(Frame frame) {
    MemorySegment data = frame.data();
    for (long at = 0; at < data.byteSize(); at += PART) {
      int bytes = (int) Math.min(PART, data.byteSize() - at);
      MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, part, 0, bytes);
      crc.update(part, 0, bytes);
    }
  }

  /// Eight lower-case hexadecimal digits.
  String digits() {
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
