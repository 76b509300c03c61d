package org.rav1ebygop.splitter.scenecut;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Eight samples of 8 bits in a long, taken apart into four lanes of 16 bits twice over: those at
/// even and those at odd places.
final class Lanes {
  /// The low byte of each lane.
  static final long BYTES = 0x00FF_00FF_00FF_00FFL;

  /// 1 in each lane.
  static final long ONE = 0x0001_0001_0001_0001L;

  /// Longs and ints at any place in an array of bytes, the first sample in the low bits.
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long BORROW = ONE << 8;
  private static final long SIGNS = ONE << 15;
  private static final long EVEN_LANES = 0x0000_FFFF_0000_FFFFL;

  private Lanes() {}

  static long load(byte[] samples, int at) {
    return (long) LONGS.get(samples, at);
  }

  /// How alike eight samples are to eight others: 256 for each, less their absolute difference,
  /// added up in lanes that stay below 512.
  ///
  /// In each lane a difference of bytes is taken with a borrow bit above it, which tells its sign.
  static long likeness(long a, long b) {
    return likeLanes(a & BYTES, b & BYTES) + likeLanes((a >>> 8) & BYTES, (b >>> 8) & BYTES);
  }

  /// The absolute differences of four lanes below 2^15, added up in two lanes of 32 bits.
  static long differences(long a, long b) {
    long difference = (a | SIGNS) - b;
    long notNegative = (difference & SIGNS) >>> 15;
    long negative = ONE - notNegative;
    long absolute = (difference ^ ((negative << 15) - negative)) & ~SIGNS;
    absolute += negative;
    return (absolute & EVEN_LANES) + ((absolute >>> 16) & EVEN_LANES);
  }

  /// The sum of the four lanes.
  static int sum(long lanes) {
    long pairs = (lanes & EVEN_LANES) + ((lanes >>> 16) & EVEN_LANES);
    return (int) (pairs + (pairs >>> 32));
  }

  private static long likeLanes(long a, long b) {
    long difference = (a | BORROW) - b;
    long notNegative = (difference & BORROW) >>> 8;
    long flip = (notNegative << 8) - notNegative;
    return ((difference ^ flip) & BYTES) + notNegative;
  }
}
