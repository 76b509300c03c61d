package org.rav1ebygop.frame.codec;

import static org.rav1ebygop.frame.codec.Prediction.LONG;

import java.lang.foreign.MemorySegment;

/// Groups of [#LONGS] times 8 bytes, each sample in as many bits as the largest one of its group
/// needs. Reads and writes up to [#SLACK] bytes beyond the end of a group.
final class Packing {
  /// Size of a group, in longs: small enough to follow the picture, large enough that the widths
  /// take little room.
  static final int LONGS = 4;

  /// Bytes that must exist after the last group.
  static final int SLACK = 16;

  /// From this width on, 16-bit samples are stored as they are: four bits hold the widths.
  static final int WHOLE = 15;

  private final Lanes lanes;

  Packing(Lanes lanes) {
    this.lanes = lanes;
  }

  /// Bits to store the samples of a group in, 0–15.
  int width(long[] samples, int from) {
    long any = samples[from] | samples[from + 1] | samples[from + 2] | samples[from + 3];
    return Math.min(WHOLE, lanes.width(any));
  }

  /// Bytes of a group of some width, or -1 when there is no such width.
  int bytes(int width) {
    if (lanes.bits() == 8) {
      return width > 8 ? -1 : width * LONGS;
    }
    return width == WHOLE ? Long.BYTES * LONGS : width * LONGS / 2;
  }

  /// Writes a group at a place.
  void pack(long[] samples, int from, int width, MemorySegment target, long at) {
    if (lanes.bits() == 8) {
      packBytes(samples, from, width, target, at);
    } else if (width == WHOLE) {
      for (int i = 0; i < LONGS; i++) {
        target.set(LONG, at + (long) Long.BYTES * i, samples[from + i]);
      }
    } else {
      packShorts(samples, from, width, target, at);
    }
  }

  /// Reads the group at a place.
  void unpack(MemorySegment packed, long at, int width, long[] samples, int to) {
    if (lanes.bits() == 8) {
      unpackBytes(packed, at, width, samples, to);
    } else if (width == WHOLE) {
      for (int i = 0; i < LONGS; i++) {
        samples[to + i] = packed.get(LONG, at + (long) Long.BYTES * i);
      }
    } else {
      unpackShorts(packed, at, width, samples, to);
    }
  }

  private static void packBytes(long[] samples, int from, int width, MemorySegment to, long at) {
    for (int i = 0; i < LONGS; i++) {
      long x = samples[from + i];
      x = join(x, 0x00ff_00ff_00ff_00ffL, 8, width);
      x = join(x, 0x0000_ffff_0000_ffffL, 16, 2 * width);
      x = join(x, 0x0000_0000_ffff_ffffL, 32, 4 * width);
      to.set(LONG, at + (long) width * i, x);
    }
  }

  private static void unpackBytes(MemorySegment packed, long at, int width, long[] to, int from) {
    long quad = (1L << (4 * width)) - 1;
    long pair = ((1L << (2 * width)) - 1) * 0x0000_0001_0000_0001L;
    long one = ((1L << width) - 1) * 0x0001_0001_0001_0001L;
    for (int i = 0; i < LONGS; i++) {
      long x = packed.get(LONG, at + (long) width * i);
      x = part(x, quad, 32, 4 * width);
      x = part(x, pair, 16, 2 * width);
      to[from + i] = part(x, one, 8, width);
    }
  }

  /// Two longs at a time, because four samples of an odd width do not end at a byte.
  private static void packShorts(long[] samples, int from, int width, MemorySegment to, long at) {
    for (int i = 0; i < LONGS; i += 2) {
      long low = squeeze(samples[from + i], width);
      long high = squeeze(samples[from + i + 1], width);
      long start = at + (long) width * (i / 2);
      to.set(LONG, start, low | (high << (4 * width)));
      to.set(LONG, start + Long.BYTES, high >>> 1 >>> (63 - 4 * width));
    }
  }

  private static void unpackShorts(MemorySegment packed, long at, int width, long[] to, int from) {
    for (int i = 0; i < LONGS; i += 2) {
      long start = at + (long) width * (i / 2);
      long low = packed.get(LONG, start);
      long high = packed.get(LONG, start + Long.BYTES);
      to[from + i] = stretch(low, width);
      to[from + i + 1] = stretch((low >>> (4 * width)) | (high << 1 << (63 - 4 * width)), width);
    }
  }

  private static long squeeze(long x, int width) {
    return join(join(x, 0x0000_ffff_0000_ffffL, 16, width), 0xffff_ffffL, 32, 2 * width);
  }

  private static long stretch(long x, int width) {
    long pair = (1L << (2 * width)) - 1;
    long one = ((1L << width) - 1) * 0x0000_0001_0000_0001L;
    return part(part(x, pair, 32, 2 * width), one, 16, width);
  }

  /// Moves the upper half of each unit down to where its lower half ends.
  private static long join(long x, long lower, int half, int width) {
    return (x & lower) | (((x >>> half) & lower) << width);
  }

  /// The inverse of [#join].
  private static long part(long x, long lower, int half, int width) {
    return (x & lower) | (((x >>> width) & lower) << half);
  }
}
