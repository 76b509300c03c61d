package org.rav1ebygop.av1;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Writes bits, most significant first, to make bitstreams for tests.
final class BitWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pending = 1;

  /// `f(count)`.
  BitWriter bits(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      pending = (pending << 1) | (int) ((value >> i) & 1);
      if (pending > 0xFF) {
        out.write(pending);
        pending = 1;
      }
    }
    return this;
  }

  /// Single bits, written as text.
  BitWriter flags(String bits) {
    bits.chars().filter(c -> c != ' ').forEach(c -> bits(1, c - '0'));
    return this;
  }

  /// Whole bytes at a byte boundary.
  BitWriter bytes(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// A one and zeros up to a byte boundary.
  BitWriter trailing() {
    bits(1, 1);
    return align();
  }

  /// Zeros up to a byte boundary.
  BitWriter align() {
    while (pending != 1) {
      bits(1, 0);
    }
    return this;
  }

  byte[] toBytes() {
    return align().out.toByteArray();
  }

  /// A reader of all that is written.
  BitReader reader() {
    byte[] bytes = toBytes();
    return new BitReader(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  /// OBUs with sizes, one after the other, from type and payload in turn.
  BitWriter obu(ObuType type, byte... payload) {
    bits(1, 0).bits(4, List.of(ObuType.values()).indexOf(type)).flags("010");
    int size = payload.length;
    while (size > 0x7F) {
      bits(8, 0x80 | (size & 0x7F));
      size >>= 7;
    }
    return bits(8, size).bytes(payload);
  }
}
