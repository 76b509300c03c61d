package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
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
    "1, 1, 1, 1",
    "3, 5, 1, 1",
    "31, 7, 1, 1",
    "70, 33, 2, 1",
    "480, 481, 2, 1",
    "490, 485, 4, 1",
    "721, 729, 8, 2",
    "1083, 1090, 16, 2",
    "1602, 1605, 32, 4",
    "65536, 33, 4, 4"
  })
  void aCellIsTheMeanOfTheSamplesOfItsSquare(int width, int height, int fast, int standard) {
    for (int depth : new int[] {8, 10, 12}) {
      var layout = new FrameLayout(width, height, ChromaSampling.CS420, depth);
      reduces(layout, Reduction.of(layout, Speed.FAST), fast);
      reduces(layout, Reduction.of(layout, Speed.STANDARD), standard);
    }
  }

  private static void reduces(FrameLayout layout, Reduction reduction, int factor) {
    assertEquals(factor, reduction.factor(), layout.toString());
    MemorySegment frame = frame(layout);
    var picture = new Picture(reduction);
    new LumaReducer(layout, reduction).reduce(frame, picture);
    assertArrayEquals(means(frame, layout, reduction, picture), picture.cells(), layout.toString());
  }

  @Test
  void fullWhiteDoesNotOverflow() {
    for (int depth : new int[] {8, 10, 12}) {
      var layout = new FrameLayout(1664, 1632, ChromaSampling.CS420, depth);
      for (Speed speed : Speed.values()) {
        var reduction = Reduction.of(layout, speed);
        MemorySegment frame = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
        for (int i = 0; i < layout.planeBytes(0) / layout.bytesPerSample(); i++) {
          set(frame, layout, i, (1 << depth) - 1);
        }
        var picture = new Picture(reduction);
        new LumaReducer(layout, reduction).reduce(frame, picture);
        byte[] white = new byte[picture.cells().length];
        Arrays.fill(white, (byte) 0xFF);
        assertArrayEquals(white, picture.cells(), layout + " " + speed);
      }
    }
  }

  @Test
  void theFactorGrowsUntilTheSmallPictureIsSmall() {
    var strip = new FrameLayout(65_536, 480, ChromaSampling.CS420, 8);
    assertTrue(Reduction.of(strip, Speed.FAST).cells() <= 1 << 18);
    assertTrue(Reduction.of(strip, Speed.STANDARD).cells() <= 1 << 19);
    var largest = new FrameLayout(65_536, 65_536, ChromaSampling.CS420, 12);
    for (Speed speed : Speed.values()) {
      assertEquals(2048 * 2048, Reduction.of(largest, speed).cells());
    }
  }

  private static MemorySegment frame(FrameLayout layout) {
    var random = new SplittableRandom(layout.hashCode());
    MemorySegment frame = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
    int samples = (int) (layout.planeBytes(0) / layout.bytesPerSample());
    for (int i = 0; i < samples; i++) {
      set(frame, layout, i, random.nextInt(1 << layout.bitDepth()));
    }
    return frame;
  }

  private static void set(MemorySegment frame, FrameLayout layout, int sample, int value) {
    if (layout.bitDepth() == 8) {
      frame.set(ValueLayout.JAVA_BYTE, sample, (byte) value);
    } else {
      frame.set(SAMPLE, 2L * sample, (short) value);
    }
  }

  private static int get(MemorySegment frame, FrameLayout layout, int sample) {
    return layout.bitDepth() == 8
        ? frame.get(ValueLayout.JAVA_BYTE, sample) & 0xFF
        : frame.get(SAMPLE, 2L * sample);
  }

  /// Cell by cell, those of the padding being the nearest ones inside.
  private static byte[] means(
      MemorySegment frame, FrameLayout layout, Reduction reduction, Picture picture) {
    assertTrue(
        reduction.cellsWide() * reduction.factor() > layout.width() - 8 - reduction.factor());
    byte[] means = new byte[picture.cells().length];
    for (int i = 0; i < means.length; i++) {
      int x = Math.min(i % picture.width(), reduction.cellsWide() - 1);
      int y = Math.min(i / picture.width(), reduction.cellsHigh() - 1);
      means[i] = (byte) mean(frame, layout, reduction, x, y);
    }
    return means;
  }

  private static int mean(
      MemorySegment frame, FrameLayout layout, Reduction reduction, int column, int row) {
    int factor = reduction.factor();
    long sum = 0;
    int samples = 0;
    for (int y = row * factor; y < (row + 1) * factor; y += reduction.rowStep()) {
      for (int x = column * factor; x < (column + 1) * factor; x++, samples++) {
        sum += get(frame, layout, y * layout.width() + x);
      }
    }
    return (int) (sum / samples) >>> (layout.bitDepth() - 8);
  }
}
