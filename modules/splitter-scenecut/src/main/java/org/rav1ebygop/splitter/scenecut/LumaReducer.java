package org.rav1ebygop.splitter.scenecut;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rav1ebygop.api.FrameLayout;

/// Scales the luma of frames of one layout down to small pictures of 8 bits.
///
/// Rows are copied into an array of longs and added up in four lanes of 16 bits each, loops that
/// the compiler turns into vector instructions. A lane stands for two neighbouring samples of 8
/// bits, or for one sample of more.
final class LumaReducer {
  private static final ValueLayout.OfLong LONGS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN_LANES = 0x0000_FFFF_0000_FFFFL;
  private static final long LOW_BYTES = 0x0000_00FF_0000_00FFL;

  private final Reduction reduction;
  private final int stride;
  private final boolean bytes;
  private final int lanesPerCell;
  private final int shift;
  private final long sampleMask;
  private final long[] row;
  private final long[] sums;

  LumaReducer(FrameLayout layout, Reduction reduction) {
    this.reduction = reduction;
    stride = Math.toIntExact(layout.rowBytes(0));
    bytes = layout.bytesPerSample() == 1;
    int factor = reduction.factor();
    lanesPerCell = bytes ? factor / 2 : factor;
    int samples = factor * factor / reduction.rowStep();
    shift = Integer.numberOfTrailingZeros(samples) + layout.bitDepth() - 8;
    sampleMask = ((1 << layout.bitDepth()) - 1) * Lanes.ONE;
    row = new long[Math.ceilDiv(reduction.rowBytes(), Long.BYTES)];
    sums = new long[row.length];
  }

  /// Fills a picture from the luma plane at the start of a frame.
  void reduce(MemorySegment frame, Picture picture) {
    for (int y = 0; y < reduction.cellsHigh(); y++) {
      int at = y * picture.width();
      if (lanesPerCell == 0) {
        MemorySegment.copy(
            frame,
            ValueLayout.JAVA_BYTE,
            (long) y * stride,
            picture.cells(),
            at,
            reduction.cellsWide());
      } else {
        sumRows(frame, y * reduction.factor());
        emit(picture.cells(), at);
      }
    }
    picture.pad(reduction.cellsWide(), reduction.cellsHigh());
  }

  private void sumRows(MemorySegment frame, int top) {
    Arrays.fill(sums, 0);
    int bottom = top + reduction.factor();
    for (int y = top; y < bottom; y += reduction.rowStep()) {
      load(frame, (long) y * stride);
      if (bytes) {
        addBytes(row, sums);
      } else {
        addSamples(row, sums, sampleMask);
      }
    }
  }

  private void load(MemorySegment frame, long offset) {
    int whole = reduction.rowBytes() / Long.BYTES;
    MemorySegment.copy(frame, LONGS, offset, row, 0, whole);
    if (whole < row.length) {
      row[whole] =
          loadTail(frame, offset + (long) whole * Long.BYTES, offset + reduction.rowBytes());
    }
  }

  private static long loadTail(MemorySegment frame, long from, long to) {
    long value = 0;
    for (long at = to - 1; at >= from; at--) {
      value = (value << 8) | (frame.get(ValueLayout.JAVA_BYTE, at) & 0xFF);
    }
    return value;
  }

  private static void addBytes(long[] row, long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      long v = row[i];
      sums[i] += (v & Lanes.BYTES) + ((v >>> 8) & Lanes.BYTES);
    }
  }

  private static void addSamples(long[] row, long[] sums, long mask) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] & mask;
    }
  }

  private void emit(byte[] cells, int at) {
    switch (lanesPerCell) {
      case 1 -> emitLanes(cells, at);
      case 2 -> emitPairs(cells, at);
      default -> emitRuns(cells, at);
    }
  }

  /// Four cells a long; those past the last are overwritten by the padding.
  private void emitLanes(byte[] cells, int at) {
    int longs = Math.ceilDiv(reduction.cellsWide(), 4);
    for (int i = 0; i < longs; i++) {
      long v = (sums[i] >>> shift) & Lanes.BYTES;
      v = (v | (v >>> 8)) & EVEN_LANES;
      Lanes.INTS.set(cells, at + 4 * i, (int) (v | (v >>> 16)));
    }
  }

  private void emitPairs(byte[] cells, int at) {
    int longs = Math.ceilDiv(reduction.cellsWide(), 2);
    for (int i = 0; i < longs; i++) {
      long v = (pairs(sums[i]) >>> shift) & LOW_BYTES;
      cells[at + 2 * i] = (byte) v;
      cells[at + 2 * i + 1] = (byte) (v >>> 32);
    }
  }

  private void emitRuns(byte[] cells, int at) {
    int run = lanesPerCell / 4;
    for (int x = 0; x < reduction.cellsWide(); x++) {
      long v = 0;
      for (int i = x * run; i < (x + 1) * run; i++) {
        v += pairs(sums[i]);
      }
      cells[at + x] = (byte) (((int) v + (int) (v >>> 32)) >>> shift);
    }
  }

  private static long pairs(long lanes) {
    return (lanes & EVEN_LANES) + ((lanes >>> 16) & EVEN_LANES);
  }
}
