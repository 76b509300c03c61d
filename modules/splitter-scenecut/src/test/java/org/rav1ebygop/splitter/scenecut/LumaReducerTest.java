package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

class LumaReducerTest {
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2",
    "3, 5, 2",
    "31, 7, 2",
    "70, 33, 2",
    "480, 481, 2",
    "490, 485, 4",
    "721, 729, 8",
    "1083, 1090, 16",
    "1602, 1605, 32"
  })
  void aCellIsTheSumOfTheSamplesOfItsSquare(int width, int height, int factor) {
    for (int depth : new int[] {8, 10, 12}) {
      var layout = new FrameLayout(width, height, ChromaSampling.CS420, depth);
      var reduction = Reduction.of(layout);
      assertEquals(factor, reduction.factor());
      MemorySegment frame = frame(layout);
      int[] cells = new int[reduction.cells()];
      new LumaReducer(layout, reduction).reduce(frame, cells);
      assertArrayEquals(sums(frame, layout, reduction), cells, layout.toString());
    }
  }

  @Test
  void fullWhiteDoesNotOverflow() {
    for (int depth : new int[] {8, 10, 12}) {
      var layout = new FrameLayout(1664, 1632, ChromaSampling.CS420, depth);
      var reduction = Reduction.of(layout);
      int white = (1 << depth) - 1;
      int[] cells = new int[reduction.cells()];
      MemorySegment frame = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
      new LumaReducer(layout, reduction).reduce(frame.fill((byte) 0xFF), cells);
      assertEquals(white * 32 * 16, cells[0]);
      assertEquals(white * 32 * 16, cells[cells.length - 1]);
    }
  }

  @Test
  void theFactorGrowsUntilTheSmallPictureIsSmall() {
    var strip = Reduction.of(new FrameLayout(65_536, 480, ChromaSampling.CS420, 8));
    assertTrue(strip.cells() <= 1 << 18, strip.toString());
    var largest = Reduction.of(new FrameLayout(65_536, 65_536, ChromaSampling.CS420, 12));
    assertEquals(2048 * 2048, largest.cells());
  }

  private static MemorySegment frame(FrameLayout layout) {
    var random = new SplittableRandom(layout.hashCode());
    MemorySegment frame = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
    int samples = (int) (layout.planeBytes(0) / layout.bytesPerSample());
    for (int i = 0; i < samples; i++) {
      int value = random.nextInt(1 << layout.bitDepth());
      if (layout.bitDepth() == 8) {
        frame.set(ValueLayout.JAVA_BYTE, i, (byte) value);
      } else {
        frame.set(SAMPLE, 2L * i, (short) value);
      }
    }
    return frame;
  }

  private static int[] sums(MemorySegment frame, FrameLayout layout, Reduction reduction) {
    int[] sums = new int[reduction.cells()];
    int width = reduction.rowBytes() / layout.bytesPerSample();
    assertTrue(width > layout.width() - 8, "leaves out more than seven samples");
    for (int y = 0; y < layout.height(); y += reduction.rowStep()) {
      for (int x = 0; x < width; x++) {
        long i = (long) y * layout.width() + x;
        int value =
            layout.bitDepth() == 8
                ? frame.get(ValueLayout.JAVA_BYTE, i) & 0xFF
                : frame.get(SAMPLE, 2 * i);
        sums[y / reduction.factor() * reduction.cellsWide() + x / reduction.factor()] += value;
      }
    }
    return sums;
  }
}
