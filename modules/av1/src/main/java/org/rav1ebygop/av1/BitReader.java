package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// Reads the descriptors of section 4.10 from a part of a segment. Offsets in its complaints count
/// from the start of the segment.
final class BitReader {
  private static final int BYTE_BITS = 8;

  /// Bytes of the longest `leb128()`.
  static final int MAX_LEB128_BYTES = 8;

  private final MemorySegment data;
  private final long end;
  private long bit;

  /// @param from first byte to read
  /// @param to byte after the last one to read
  BitReader(MemorySegment data, long from, long to) {
    this.data = data;
    this.bit = from * BYTE_BITS;
    this.end = to;
  }

  /// The byte that holds the next bit.
  long offset() {
    return bit / BYTE_BITS;
  }

  /// One bit.
  boolean flag() {
    long at = offset();
    if (at >= end) {
      throw malformed("the data ends inside a header");
    }
    int shift = BYTE_BITS - 1 - (int) (bit % BYTE_BITS);
    bit++;
    return ((data.get(ValueLayout.JAVA_BYTE, at) >> shift) & 1) != 0;
  }

  /// `f(count)` with up to 31 bits: an unsigned number, most significant bit first.
  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 1) | (flag() ? 1 : 0);
    }
    return value;
  }

  /// `f(32)`.
  long bits32() {
    return ((long) bits(16) << 16) | bits(16);
  }

  /// Passes over bits that tell nothing of interest.
  void skip(int count) {
    for (int i = 0; i < count; i++) {
      flag();
    }
  }

  /// `uvlc()`, section 4.10.3.
  long uvlc() {
    int leadingZeros = 0;
    while (!flag()) {
      leadingZeros++;
    }
    if (leadingZeros >= 32) {
      return 0xFFFF_FFFFL;
    }
    long value = 0;
    for (int i = 0; i < leadingZeros; i++) {
      value = (value << 1) | (flag() ? 1 : 0);
    }
    return value + (1L << leadingZeros) - 1;
  }

  /// `ns(n)`, section 4.10.7: a number below `n`, which is 1 or more.
  int nonSymmetric(int n) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(n);
    int shorter = (1 << width) - n;
    int value = bits(width - 1);
    return value < shorter ? value : (value << 1) - shorter + bits(1);
  }

  /// `leb128()`, section 4.10.5, at a byte boundary.
  long leb128() {
    long start = offset();
    long value = 0;
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      int part = bits(BYTE_BITS);
      value |= (long) (part & 0x7F) << (7 * i);
      if ((part & 0x80) == 0) {
        if (value > 0xFFFF_FFFFL) {
          throw new MalformedBitstreamException(start, "a number of more than 32 bits");
        }
        return value;
      }
    }
    throw new MalformedBitstreamException(start, "a number of more than 8 bytes");
  }

  /// `le(count)`, section 4.10.4, at a byte boundary.
  long littleEndian(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) bits(BYTE_BITS) << (BYTE_BITS * i);
    }
    return value;
  }

  /// Passes over whole bytes.
  void skipBytes(long count) {
    if (count > end - offset()) {
      throw malformed(
          String.format(Locale.ROOT, "%d bytes where %d are left", count, end - offset()));
    }
    bit += count * BYTE_BITS;
  }

  /// `byte_alignment()`, section 5.3.5: zeros up to the next byte boundary.
  void align() {
    while (bit % BYTE_BITS != 0) {
      if (flag()) {
        throw malformed("a bit is set where there is to be nothing");
      }
    }
  }

  /// Checks `trailing_bits()`, section 5.3.4: a one and then zeros to the end.
  void trailingBits() {
    if (offset() >= end || !flag()) {
      throw malformed("no trailing bit where the content ends");
    }
    while (offset() < end) {
      if (flag()) {
        throw malformed("data after the trailing bit");
      }
    }
  }

  /// Checks that something other than zeros is left, as where tile data or data without a defined
  /// syntax is closed by a trailing bit.
  void trailingData() {
    long boundary = (bit + BYTE_BITS - 1) / BYTE_BITS;
    long at = end - 1;
    while (at >= boundary && data.get(ValueLayout.JAVA_BYTE, at) == 0) {
      at--;
    }
    if (at < boundary && bits((int) (boundary * BYTE_BITS - bit)) == 0) {
      throw malformed("nothing but zeros up to the end");
    }
  }

  /// An exception about the next bit.
  MalformedBitstreamException malformed(String message) {
    return new MalformedBitstreamException(offset(), message);
  }
}
