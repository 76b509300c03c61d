package org.rav1ebygop.metrics;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;

/// Compares pictures of one layout, sample by sample. Used by one thread.
///
/// Rows are copied into arrays first: over those the virtual machine turns every loop below into
/// vector instructions.
public final class PictureComparison {
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final FrameLayout layout;
  private final byte[] bytes;
  private final short[] one;
  private final short[] two;
  private final Similarity similarity;

  /// @param layout of all pictures
  public PictureComparison(FrameLayout layout) {
    this.layout = layout;
    this.bytes = new byte[layout.width()];
    this.one = new short[layout.width()];
    this.two = new short[layout.width()];
    this.similarity = new Similarity(layout.width(), layout.bitDepth());
  }

  /// Compares two pictures.
  public FrameQuality compare(Frame first, Frame second) {
    return new FrameQuality(
        plane(first, second, 0), plane(first, second, 1), plane(first, second, 2));
  }

  private FrameQuality.Plane plane(Frame first, Frame second, int plane) {
    int width = layout.planeWidth(plane);
    MemorySegment a = first.plane(plane);
    MemorySegment b = second.plane(plane);
    similarity.begin(width);
    long squares = 0;
    for (int row = 0; row < layout.planeHeight(plane); row++) {
      long at = row * layout.rowBytes(plane);
      read(a, at, width, one);
      read(b, at, width, two);
      squares += squares(one, two, width);
      similarity.add(one, two);
    }
    return new FrameQuality.Plane(squares, similarity.mean());
  }

  private void read(MemorySegment plane, long at, int width, short[] target) {
    if (layout.bytesPerSample() == 2) {
      MemorySegment.copy(plane, SAMPLE, at, target, 0, width);
      return;
    }
    MemorySegment.copy(plane, ValueLayout.JAVA_BYTE, at, bytes, 0, width);
    for (int x = 0; x < width; x++) {
      target[x] = (short) (bytes[x] & 0xFF);
    }
  }

  /// In parts whose sum fits an int: a square of 12 bits has 24.
  private static long squares(short[] one, short[] two, int width) {
    final int part = 64;
    long sum = 0;
    for (int start = 0; start < width; start += part) {
      int end = Math.min(start + part, width);
      int partial = 0;
      for (int x = start; x < end; x++) {
        int difference = one[x] - two[x];
        partial += difference * difference;
      }
      sum += partial;
    }
    return sum;
  }
}
