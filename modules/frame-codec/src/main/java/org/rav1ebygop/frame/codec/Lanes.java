package org.rav1ebygop.frame.codec;

/// Arithmetic on the samples in one `long`: eight of one byte or four of two, each modulo its size,
/// the first sample in the low bits.
///
/// @param bits of one sample: 8 or 16
/// @param signs the highest bit of each sample
/// @param even the bits of every second sample, from the first
/// @param pairs the lowest bit of each pair of samples
record Lanes(int bits, long signs, long even, long pairs) {
  static final Lanes BYTES =
      new Lanes(8, 0x8080_8080_8080_8080L, 0x00ff_00ff_00ff_00ffL, 0x0001_0001_0001_0001L);
  static final Lanes SHORTS =
      new Lanes(16, 0x8000_8000_8000_8000L, 0x0000_ffff_0000_ffffL, 0x0000_0001_0000_0001L);

  static Lanes of(int bytesPerSample) {
    return bytesPerSample == 1 ? BYTES : SHORTS;
  }

  long add(long a, long b) {
    return ((a & ~signs) + (b & ~signs)) ^ ((a ^ b) & signs);
  }

  long subtract(long a, long b) {
    return ((a | signs) - (b & ~signs)) ^ ((a ^ ~b) & signs);
  }

  /// Each sample's left neighbour.
  ///
  /// @param before the samples to the left of `x`
  long left(long x, long before) {
    return (x << bits) | (before >>> (64 - bits));
  }

  /// Maps small differences of either sign to small numbers: 0, -1, 1, -2 to 0, 1, 2, 3.
  long zigzag(long difference) {
    long negative = (difference & signs) >>> (bits - 1);
    return ((difference & ~signs) << 1) ^ ((negative << bits) - negative);
  }

  /// The inverse of [#zigzag].
  long unzigzag(long x) {
    long negative = x & (signs >>> (bits - 1));
    return ((x >>> 1) & ~signs) ^ ((negative << bits) - negative);
  }

  /// The sum of each sample and all to the left of it.
  ///
  /// @param before sums to the left of `x`, of which the last is carried on
  long sums(long x, long before) {
    // In pairs there is room for the carries, so that one multiplication adds without crosstalk.
    long carry = (before >>> (64 - bits)) * pairs;
    long evens = (x & even) * pairs + carry;
    long odds = ((x >>> bits) & even) * pairs;
    return ((evens + (odds << (2 * bits))) & even) | (((evens + odds) & even) << bits);
  }

  /// The bits that the largest sample needs.
  int width(long x) {
    long folded = x | (x >>> 32);
    folded |= folded >>> 16;
    if (bits == 8) {
      folded |= folded >>> 8;
    }
    return 64 - Long.numberOfLeadingZeros(folded & ((1L << bits) - 1));
  }
}
