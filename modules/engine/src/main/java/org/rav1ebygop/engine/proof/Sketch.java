package org.rav1ebygop.engine.proof;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;

/// A frame reduced to the means of its cells, at most [#COLUMNS] by [#ROWS] in a plane.
/// Quantization hardly moves the mean of a cell, other content does.
///
/// A cell has a multiple of [#GRAIN] samples each way, or the whole plane where that is smaller.
/// What is left over at the right and at the bottom, less than a cell, is not looked at.
final class Sketch {
  static final int COLUMNS = 64;
  static final int ROWS = 36;
  static final int GRAIN = 8;

  /// Means are kept in 8 bits before and 8 bits after the point, whatever the bit depth.
  private static final int UNIT = 256;

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN_BYTES = 0x00FF_00FF_00FF_00FFL;
  private static final long EVEN_SHORTS = 0x0000_FFFF_0000_FFFFL;

  private final char[][] planes;

  private Sketch(char[][] planes) {
    this.planes = planes;
  }

  static Sketch of(Frame frame) {
    var planes = new char[FrameLayout.PLANES][];
    for (int plane = 0; plane < planes.length; plane++) {
      planes[plane] = new Plane(frame, plane).means();
    }
    return new Sketch(planes);
  }

  /// Mean square of the differences between the cells of a plane, on the scale of 8-bit samples.
  ///
  /// @param other of the same layout
  double distance(Sketch other, int plane) {
    char[] ours = planes[plane];
    char[] theirs = other.planes[plane];
    long sum = 0;
    for (int i = 0; i < ours.length; i++) {
      long difference = (long) ours[i] - theirs[i];
      sum += difference * difference;
    }
    return (double) sum / ours.length / (UNIT * UNIT);
  }

  private static int cell(int samples, int most) {
    return samples < GRAIN ? samples : GRAIN * Math.ceilDiv(samples, GRAIN * most);
  }

  private static final class Plane {
    private final MemorySegment data;
    private final int width;
    private final int height;
    private final int cellWidth;
    private final int cellHeight;
    private final int bytesPerSample;
    private final int shift;

    Plane(Frame frame, int plane) {
      FrameLayout layout = frame.layout();
      this.data = frame.plane(plane);
      this.width = layout.planeWidth(plane);
      this.height = layout.planeHeight(plane);
      this.cellWidth = cell(width, COLUMNS);
      this.cellHeight = cell(height, ROWS);
      this.bytesPerSample = layout.bytesPerSample();
      this.shift = layout.bitDepth() - 8;
    }

    char[] means() {
      int columns = width / cellWidth;
      int rows = height / cellHeight;
      var means = new char[columns * rows];
      var sums = new long[columns];
      for (int row = 0; row < rows; row++) {
        for (int y = row * cellHeight; y < (row + 1) * cellHeight; y++) {
          addLine(sums, (long) y * width * bytesPerSample);
        }
        for (int column = 0; column < columns; column++) {
          long scaled = (sums[column] * UNIT) >> shift;
          means[row * columns + column] = (char) (scaled / ((long) cellWidth * cellHeight));
          sums[column] = 0;
        }
      }
      return means;
    }

    private void addLine(long[] sums, long at) {
      int bytes = cellWidth * bytesPerSample;
      for (int column = 0; column < sums.length; column++) {
        sums[column] += bytes % GRAIN == 0 ? words(at, bytes) : samples(at, bytes);
        at += bytes;
      }
    }

    /// Eight bytes at a time; lanes are wide enough for a cell of the widest frame.
    private long words(long at, int bytes) {
      long lanes = 0;
      for (long end = at + bytes; at < end; at += Long.BYTES) {
        long word = data.get(WORD, at);
        lanes +=
            bytesPerSample == 1
                ? pairs((word & EVEN_BYTES) + ((word >>> 8) & EVEN_BYTES))
                : (word & EVEN_SHORTS) + ((word >>> 16) & EVEN_SHORTS);
      }
      return (lanes & 0xFFFF_FFFFL) + (lanes >>> 32);
    }

    private static long pairs(long shorts) {
      return (shorts & EVEN_SHORTS) + ((shorts >>> 16) & EVEN_SHORTS);
    }

    private long samples(long at, int bytes) {
      long sum = 0;
      for (long end = at + bytes; at < end; at += bytesPerSample) {
        sum +=
            bytesPerSample == 1
                ? Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at))
                : Short.toUnsignedInt(data.get(SAMPLE, at));
      }
      return sum;
    }
  }
}
