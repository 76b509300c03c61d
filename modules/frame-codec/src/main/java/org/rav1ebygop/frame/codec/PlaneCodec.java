package org.rav1ebygop.frame.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// One plane after another, in bands of 4 KiB. A band is a byte for its [Prediction], four bits for
/// the width of each group, and the groups; the bytes after the last whole group are kept as they
/// are. Used by one thread.
final class PlaneCodec {
  private static final int BAND_LONGS = 512;
  private static final int BAND_BYTES = BAND_LONGS * Long.BYTES;
  private static final int GROUP_BYTES = Packing.LONGS * Long.BYTES;
  private static final int GROUPS = BAND_LONGS / Packing.LONGS;

  /// How many bands go by until predictions are compared again.
  private static final int COMPARE_EVERY = 8;

  private final Lanes lanes;
  private final Packing packing;
  private final byte[] widths = new byte[GROUPS + 1];
  private long[] differences = new long[BAND_LONGS];
  private long[] candidate = new long[BAND_LONGS];

  PlaneCodec(Lanes lanes) {
    this.lanes = lanes;
    this.packing = new Packing(lanes);
  }

  /// The most that a plane may take, and write to.
  static long maxBytes(long planeBytes) {
    long bands = planeBytes / BAND_BYTES + 1;
    return planeBytes + bands * (1 + GROUPS / 2);
  }

  /// Writes the plane from a place on.
  ///
  /// @param stride bytes in a row
  /// @return where it ends
  long compress(MemorySegment plane, long stride, MemorySegment target, long start) {
    long whole = wholeBytes(plane);
    long at = start;
    var prediction = Prediction.LEFT;
    int bands = 0;
    for (long done = 0; done < whole; done += BAND_BYTES) {
      var band = band(plane, stride, done, whole);
      if (band.hasAbove() && bands++ % COMPARE_EVERY == 0) {
        prediction = best(band);
      }
      prediction.differences(lanes, band, differences);
      target.set(JAVA_BYTE, at++, prediction.code);
      at = packBand(band.longs() / Packing.LONGS, target, at);
    }
    MemorySegment.copy(plane, whole, target, at, plane.byteSize() - whole);
    return at + plane.byteSize() - whole;
  }

  /// Reads a plane from a place on.
  ///
  /// @return where it ends
  long decompress(MemorySegment packed, long start, MemorySegment plane, long stride)
      throws CorruptFrameException {
    long whole = wholeBytes(plane);
    long at = start;
    for (long done = 0; done < whole; done += BAND_BYTES) {
      var band = band(plane, stride, done, whole);
      require(packed, at, 1L + headerBytes(band.longs() / Packing.LONGS));
      var prediction = Prediction.of(packed.get(JAVA_BYTE, at++), band);
      at = unpackBand(band.longs() / Packing.LONGS, packed, at);
      prediction.restore(lanes, band, differences);
    }
    long rest = plane.byteSize() - whole;
    require(packed, at, rest);
    MemorySegment.copy(packed, at, plane, whole, rest);
    return at + rest;
  }

  private Prediction best(Prediction.Band band) {
    Prediction best = Prediction.LEFT;
    int least = Integer.MAX_VALUE;
    for (Prediction prediction : Prediction.values()) {
      prediction.differences(lanes, band, candidate);
      int sum = 0;
      for (int i = 0; i < band.longs(); i += Packing.LONGS) {
        sum += packing.width(candidate, i);
      }
      if (sum < least) {
        least = sum;
        best = prediction;
      }
    }
    return best;
  }

  private long packBand(int groups, MemorySegment target, long start) {
    long at = start + headerBytes(groups);
    widths[groups] = 0;
    for (int i = 0; i < groups; i++) {
      int width = packing.width(differences, i * Packing.LONGS);
      widths[i] = (byte) width;
      packing.pack(differences, i * Packing.LONGS, width, target, at);
      at += packing.bytes(width);
    }
    for (int i = 0; i < groups; i += 2) {
      target.set(JAVA_BYTE, start + i / 2, (byte) (widths[i] | (widths[i + 1] << 4)));
    }
    return at;
  }

  private long unpackBand(int groups, MemorySegment packed, long start)
      throws CorruptFrameException {
    long bytes = 0;
    for (int i = 0; i < groups; i += 2) {
      int pair = packed.get(JAVA_BYTE, start + i / 2);
      widths[i] = (byte) (pair & 0xf);
      widths[i + 1] = (byte) ((pair >> 4) & 0xf);
    }
    for (int i = 0; i < groups; i++) {
      int size = packing.bytes(widths[i]);
      if (size < 0) {
        throw new CorruptFrameException(
            String.format(Locale.ROOT, "samples of %d bits are not possible", widths[i]));
      }
      bytes += size;
    }
    long at = start + headerBytes(groups);
    require(packed, at, bytes);
    for (int i = 0; i < groups; i++) {
      packing.unpack(packed, at, widths[i], differences, i * Packing.LONGS);
      at += packing.bytes(widths[i]);
    }
    return at;
  }

  /// Bytes that must be there, and the slack after them.
  private static void require(MemorySegment packed, long at, long bytes)
      throws CorruptFrameException {
    if (bytes > packed.byteSize() - Packing.SLACK - at) {
      throw new CorruptFrameException("it ends too early");
    }
  }

  /// Bytes of the widths of so many groups.
  private static int headerBytes(int groups) {
    return (groups + 1) / 2;
  }

  private static long wholeBytes(MemorySegment plane) {
    return plane.byteSize() / GROUP_BYTES * GROUP_BYTES;
  }

  private static Prediction.Band band(MemorySegment plane, long stride, long done, long whole) {
    int longs = (int) (Math.min(BAND_BYTES, whole - done) / Long.BYTES);
    return new Prediction.Band(plane, done, longs, stride);
  }
}
