package org.rav1ebygop.engine.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;

class SketchTest {
  private static final ValueLayout.OfShort SAMPLE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Smaller than a cell, odd, wider than 64 cells of the smallest size, and more than one line of
  /// words in a cell.
  static Stream<FrameLayout> layouts() {
    List<FrameLayout> layouts = new ArrayList<>();
    int[][] sizes = {
      {1, 1}, {7, 3}, {16, 16}, {17, 9}, {63, 50}, {520, 20}, {40, 300}, {1030, 600}
    };
    for (int[] size : sizes) {
      for (ChromaSampling sampling : ChromaSampling.values()) {
        for (int depth : new int[] {8, 10, 12}) {
          layouts.add(new FrameLayout(size[0], size[1], sampling, depth));
        }
      }
    }
    return layouts.stream();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void distanceIsThatOfTheMeansOfAllCells(FrameLayout layout) {
    Frame one = noise(layout, 1);
    Frame two = noise(layout, 2);
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      double expected = distance(one, two, plane);
      assertEquals(expected, Sketch.of(one).distance(Sketch.of(two), plane), 0.02 + expected / 50);
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aFrameIsAtNoDistanceFromItselfAndBlackIsFarFromWhite(FrameLayout layout) {
    Sketch noise = Sketch.of(noise(layout, 3));
    int white = (1 << layout.bitDepth()) - 1;
    Sketch dark = Sketch.of(flat(layout, 0));
    Sketch bright = Sketch.of(flat(layout, white));
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      assertEquals(0, noise.distance(noise, plane));
      assertEquals(255 * 255, dark.distance(bright, plane), 600);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 32, 33, 34, 64, 65, 66, 128, 129, 130, 255, 256, 257, 1000, 1025})
  void aLogKeepsTheFirstTheLastAndFewBetween(int frames) {
    var log = new SketchLog();
    var layout = new FrameLayout(8, 8, ChromaSampling.CS444, 8);
    for (int i = 0; i < frames; i++) {
      log.add(flat(layout, i % 256));
    }
    assertEquals(frames, log.frames());
    assertNotNull(log.find(0));
    assertNotNull(log.find(frames - 1));
    assertNull(log.find(frames));
    int kept = 0;
    for (int i = 0; i < frames; i++) {
      Sketch sketch = log.find(i);
      if (sketch != null) {
        kept++;
        assertEquals(0, sketch.distance(Sketch.of(flat(layout, i % 256)), 0), "frame " + i);
      }
    }
    assertTrue(kept <= SketchLog.MOST + 1, "kept " + kept);
    assertTrue(kept >= Math.min(frames, SketchLog.MOST / 2 + 1), "kept " + kept);
  }

  @Test
  void theManualSaysHowManyAreCompared() throws IOException {
    String said =
        "all of a GOP of up to %s frames, else %s to %s of them spread evenly"
            .formatted(
                "" + SketchLog.MOST, "" + (SketchLog.MOST / 2 + 1), "" + (SketchLog.MOST + 1));
    assertTrue(Files.readString(Path.of("../../docs/manual.md")).contains(said), said);
  }

  @Test
  void boundGrowsWithTheQuantizer() {
    for (int q = 1; q < 256; q++) {
      for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
        assertTrue(PictureBound.of(q, plane) > PictureBound.of(q - 1, plane));
      }
    }
  }

  /// Some entries of `Ac_Qlookup[0]`, section 7.12.2 of the AV1 specification.
  @Test
  void stepIsThatOfTheSpecification() {
    int[][] known = {{1, 8}, {50, 57}, {98, 102}, {140, 215}, {180, 440}, {220, 933}, {255, 1828}};
    for (int[] pair : known) {
      assertEquals(
          pair[1],
          PictureBound.step(pair[0]),
          pair[1] * (pair[0] == 1 ? 0.13 : 0.07),
          "base_q_idx " + pair[0]);
    }
  }

  private static double distance(Frame one, Frame two, int plane) {
    FrameLayout layout = one.layout();
    int width = layout.planeWidth(plane);
    int height = layout.planeHeight(plane);
    int cellWidth = width < 8 ? width : 8 * Math.ceilDiv(width, 8 * 64);
    int cellHeight = height < 8 ? height : 8 * Math.ceilDiv(height, 8 * 36);
    double sum = 0;
    int cells = 0;
    for (int y = 0; y + cellHeight <= height; y += cellHeight) {
      for (int x = 0; x + cellWidth <= width; x += cellWidth, cells++) {
        double difference = 0;
        for (int i = 0; i < cellWidth * cellHeight; i++) {
          long at = (long) (y + i / cellWidth) * width + x + i % cellWidth;
          difference += sample(one, plane, at) - sample(two, plane, at);
        }
        difference /= (double) cellWidth * cellHeight * (1 << (layout.bitDepth() - 8));
        sum += difference * difference;
      }
    }
    return sum / cells;
  }

  private static int sample(Frame frame, int plane, long at) {
    MemorySegment data = frame.plane(plane);
    return frame.layout().bytesPerSample() == 1
        ? Byte.toUnsignedInt(data.get(ValueLayout.JAVA_BYTE, at))
        : data.get(SAMPLE, 2 * at);
  }

  private static Frame noise(FrameLayout layout, int seed) {
    var random = new Random(seed);
    MemorySegment data = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
    int mask = (1 << layout.bitDepth()) - 1;
    for (long at = 0; at < data.byteSize(); at += layout.bytesPerSample()) {
      set(data, layout, at, random.nextInt() & mask);
    }
    return new Frame(0, layout, data);
  }

  private static Frame flat(FrameLayout layout, int value) {
    MemorySegment data = MemorySegment.ofArray(new byte[(int) layout.frameBytes()]);
    for (long at = 0; at < data.byteSize(); at += layout.bytesPerSample()) {
      set(data, layout, at, value);
    }
    return new Frame(0, layout, data);
  }

  private static void set(MemorySegment data, FrameLayout layout, long at, int value) {
    if (layout.bytesPerSample() == 1) {
      data.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    } else {
      data.set(SAMPLE, at, (short) value);
    }
  }
}
