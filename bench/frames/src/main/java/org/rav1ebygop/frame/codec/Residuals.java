package org.rav1ebygop.frame.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import org.rav1ebygop.api.FrameLayout;

/// A filter for general compressors: the differences to [Prediction#GRADIENT], those of 16 bits
/// split into a plane of low and one of high bytes.
final class Residuals {
  private static final int BAND = 512;
  private static final long LOW = 0x00ff_00ff_00ff_00ffL;

  private final FrameLayout layout;
  private final Lanes lanes;
  private final long[] band = new long[BAND];

  Residuals(FrameLayout layout) {
    this.layout = layout;
    this.lanes = Lanes.of(layout.bytesPerSample());
  }

  /// @param inverse whether `from` holds differences and `to` gets samples
  void filter(MemorySegment from, MemorySegment to, boolean inverse) {
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      long start = layout.planeOffset(plane);
      long bytes = layout.planeBytes(plane);
      long whole = bytes / Long.BYTES * Long.BYTES;
      MemorySegment in = from.asSlice(start, bytes);
      MemorySegment out = to.asSlice(start, bytes);
      for (long at = 0; at < whole; at += BAND * Long.BYTES) {
        int longs = (int) Math.min(BAND, (whole - at) / Long.BYTES);
        var samples = new Prediction.Band(inverse ? out : in, at, longs, layout.rowBytes(plane));
        Prediction prediction = samples.hasAbove() ? Prediction.GRADIENT : Prediction.LEFT;
        if (inverse) {
          load(in, at, longs, whole);
          prediction.restore(lanes, samples, band);
        } else {
          prediction.differences(lanes, samples, band);
          store(out, at, longs, whole);
        }
      }
      MemorySegment.copy(in, JAVA_BYTE, whole, out, JAVA_BYTE, whole, bytes - whole);
    }
  }

  private void store(MemorySegment out, long at, int longs, long whole) {
    for (int i = 0; i < longs; i++) {
      if (lanes.bits() == 8) {
        out.set(Prediction.LONG, at + (long) Long.BYTES * i, band[i]);
      } else {
        long half = at / 2 + 4L * i;
        out.set(JAVA_INT_UNALIGNED, half, squeeze(band[i] & LOW));
        out.set(JAVA_INT_UNALIGNED, whole / 2 + half, squeeze((band[i] >>> 8) & LOW));
      }
    }
  }

  private void load(MemorySegment in, long at, int longs, long whole) {
    for (int i = 0; i < longs; i++) {
      if (lanes.bits() == 8) {
        band[i] = in.get(Prediction.LONG, at + (long) Long.BYTES * i);
      } else {
        long half = at / 2 + 4L * i;
        long high = stretch(in.get(JAVA_INT_UNALIGNED, whole / 2 + half));
        band[i] = stretch(in.get(JAVA_INT_UNALIGNED, half)) | (high << 8);
      }
    }
  }

  private static int squeeze(long x) {
    long pairs = (x | (x >>> 8)) & 0x0000_ffff_0000_ffffL;
    return (int) (pairs | (pairs >>> 16));
  }

  private static long stretch(int x) {
    long pairs = (x & 0xffffL) | ((x & 0xffff_0000L) << 16);
    return (pairs | (pairs << 8)) & LOW;
  }
}
