package org.rav1ebygop.frame.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// Raw frames of all kinds.
enum Pictures {
  BLACK,
  WHITE,
  GRADIENT,
  GRAIN,
  NOISE,
  EXTREMES;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Every sampling and bit depth in sizes around all the steps that the codec takes.
  static List<FrameLayout> layouts() {
    var layouts = new ArrayList<FrameLayout>();
    for (ChromaSampling sampling : ChromaSampling.values()) {
      for (int depth : new int[] {8, 10, 12}) {
        for (int width : new int[] {1, 2, 3, 8, 9, 17, 64, 97, 192}) {
          for (int height : new int[] {1, 2, 33, 108}) {
            layouts.add(new FrameLayout(width, height, sampling, depth));
          }
        }
      }
    }
    return layouts;
  }

  /// On the heap, so that nothing beyond its end can be touched.
  MemorySegment frame(FrameLayout layout, long seed) {
    var random = new Random(seed);
    var frame = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
    int max = (1 << layout.bitDepth()) - 1;
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      int width = layout.planeWidth(plane);
      for (int i = 0; i < width * layout.planeHeight(plane); i++) {
        int value = sample(random, i % width, i / width, max);
        long at = layout.planeOffset(plane) + (long) i * layout.bytesPerSample();
        if (layout.bytesPerSample() == 1) {
          frame.set(JAVA_BYTE, at, (byte) value);
        } else {
          frame.set(SHORT, at, (short) value);
        }
      }
    }
    return frame;
  }

  private int sample(Random random, int x, int y, int max) {
    return switch (this) {
      case BLACK -> 0;
      case WHITE -> max;
      case GRADIENT -> (x + 2 * y) % (max + 1);
      case GRAIN -> Math.clamp((x + y) / 2 + random.nextInt(9) - 4, 0, max);
      case NOISE -> random.nextInt(max + 1);
      case EXTREMES -> random.nextBoolean() ? 0 : 0xffff;
    };
  }
}
