package org.rav1ebygop.splitter.scenecut;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rav1ebygop.api.FrameLayout;

/// Sums the luma of frames of one layout into small pictures.
///
/// Rows are copied into an array of longs and added up in four lanes of 16 bits each, loops that
/// the compiler turns into vector instructions. A lane stands for two neighbouring samples of 8
/// bits, or for one sample of more.
final class LumaReducer {
  private static final ValueLayout.OfLong LONGS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN_BYTES = 0x00FF_00FF_00FF_00FFL;
  private static final long EVEN_LANES = 0x0000_FFFF_0000_FFFFL;
  private static final long EVERY_LANE = 0x0001_0001_0001_0001L;

  private final Reduction reduction;
  private final int stride;
  private final int height;
  private final boolean bytes;
  private final long sampleMask;
  private final int lanesPerCell;
  private final long[] row;
  private final long[] sums;

  LumaReducer(FrameLayout layout, Reduction reduction) {
    this.reduction = reduction;
    stride = Math.toIntExact(layout.rowBytes(0));
    height = layout.height();
    bytes = layout.bytesPerSample() == 1;
    sampleMask = ((1 << layout.bitDepth()) - 1) * EVERY_LANE;
    lanesPerCell = bytes ? reduction.factor() / 2 : reduction.factor();
    row = new long[Math.ceilDiv(reduction.rowBytes(), Long.BYTES)];
    sums = new long[row.length];
  }

  /// Samples of a frame that are added up.
  long samples() {
    long width = bytes ? reduction.rowBytes() : reduction.rowBytes() / 2;
    return width * Math.ceilDiv(height, reduction.rowStep());
  }

  /// Fills `cells`, row after row, from the luma plane at the start of `frame`.
  void reduce(MemorySegment frame, int[] cells) {
    int at = 0;
    for (int top = 0; top < height; top += reduction.factor()) {
      sumRows(frame, top, Math.min(height, top + reduction.factor()));
      emit(cells, at);
      at += reduction.cellsWide();
    }
  }

  private void sumRows(MemorySegment frame, int top, int bottom) {
    Arrays.fill(sums, 0);
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
      sums[i] += (v & EVEN_BYTES) + ((v >>> 8) & EVEN_BYTES);
    }
  }

  private static void addSamples(long[] row, long[] sums, long mask) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] & mask;
    }
  }

  private void emit(int[] cells, int at) {
    int end = at + reduction.cellsWide();
    switch (lanesPerCell) {
      case 1 -> emitLanes(cells, at, end);
      case 2 -> emitPairs(cells, at, end);
      default -> emitRuns(cells, at, end);
    }
  }

  private void emitLanes(int[] cells, int at, int end) {
    for (int i = 0, x = at; x < end; i++) {
      long v = sums[i];
      for (int lane = 0; lane < 4 && x < end; lane++) {
        cells[x++] = (int) (v & 0xFFFF);
        v >>>= 16;
      }
    }
  }

  private void emitPairs(int[] cells, int at, int end) {
    for (int i = 0, x = at; x < end; i++) {
      long v = pairs(sums[i]);
      cells[x++] = (int) v;
      if (x < end) {
        cells[x++] = (int) (v >>> 32);
      }
    }
  }

  private void emitRuns(int[] cells, int at, int end) {
    int run = lanesPerCell / 4;
    int i = 0;
    for (int x = at; x < end; x++) {
      long v = 0;
      for (int last = Math.min(i + run, sums.length); i < last; i++) {
        v += pairs(sums[i]);
      }
      cells[x] = (int) v + (int) (v >>> 32);
    }
  }

  private static long pairs(long lanes) {
    return (lanes & EVEN_LANES) + ((lanes >>> 16) & EVEN_LANES);
  }
}
