package org.rav1ebygop.splitter.scenecut;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;

/// What the scene-cut splitter does to a pair of frames of 1080p, part by part, beside a copy of
/// the luma. The second frame is the first one, moved by 5 and 3 samples, under a little noise.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBench {
  private static final int WIDTH = 1920;
  private static final int HEIGHT = 1080;

  /// Of a sample.
  @Param({"8", "10"})
  public int bits;

  private MemorySegment one = MemorySegment.NULL;
  private MemorySegment other = MemorySegment.NULL;
  private byte[] luma = {};
  private Shrunk standard;
  private Shrunk fast;
  private CostModel costs;
  private BlockRow row;
  private MotionSearch motion;
  private Pan pan;

  /// A pair of frames at a speed.
  private record Shrunk(LumaReducer reducer, Picture one, Picture other) {
    static Shrunk of(FrameLayout layout, Speed speed) {
      Reduction reduction = Reduction.of(layout, speed);
      return new Shrunk(
          new LumaReducer(layout, reduction), new Picture(reduction), new Picture(reduction));
    }

    void fill(MemorySegment first, MemorySegment second) {
      reducer.reduce(first, one);
      reducer.reduce(second, other);
    }
  }

  @Setup
  public void makeFrames() {
    var layout = new FrameLayout(WIDTH, HEIGHT, ChromaSampling.CS420, bits);
    one = frame(layout, 0);
    other = frame(layout, 1);
    luma = new byte[(int) layout.planeBytes(0)];
    standard = Shrunk.of(layout, Speed.STANDARD);
    standard.fill(one, other);
    fast = Shrunk.of(layout, Speed.FAST);
    fast.fill(one, other);
    costs = new CostModel(standard.one);
    row = new BlockRow(standard.one.width() / BlockRow.SIZE);
    motion = new MotionSearch(standard.one);
    pan = new Pan(standard.one);
  }

  @Benchmark
  public byte[] limitCopyOfLuma() {
    MemorySegment.copy(one, ValueLayout.JAVA_BYTE, 0, luma, 0, luma.length);
    return luma;
  }

  /// Scaling down, padding and block sums.
  @Benchmark
  public Picture reduceStandard() {
    standard.reducer.reduce(one, standard.one);
    return standard.one;
  }

  /// Scaling down, padding and block sums.
  @Benchmark
  public Picture reduceFast() {
    fast.reducer.reduce(one, fast.one);
    return fast.one;
  }

  @Benchmark
  public double differenceOfCells() {
    return Picture.difference(fast.one, fast.other);
  }

  @Benchmark
  public double differenceOfBlocksStandard() {
    return Picture.blockDifference(standard.one, standard.other);
  }

  @Benchmark
  public double differenceOfBlocksFast() {
    return Picture.blockDifference(fast.one, fast.other);
  }

  @Benchmark
  public double spread() {
    return standard.one.spread();
  }

  @Benchmark
  public double intraCost() {
    return costs.intra(standard.other);
  }

  @Benchmark
  public double interCost() {
    return costs.inter(standard.other, standard.one);
  }

  /// Of a whole picture, without the cost of what was found.
  @Benchmark
  public long motionSearch() {
    motion.start(standard.other, standard.one);
    long places = 0;
    for (int y = 0; y < standard.one.height() / BlockRow.SIZE; y++) {
      for (int x = 0; x < standard.one.width() / BlockRow.SIZE; x++) {
        places += motion.find(x, y);
      }
    }
    return places;
  }

  @Benchmark
  public int panEstimate() {
    pan.estimate(standard.other, standard.one);
    return pan.right();
  }

  /// Of one row of blocks.
  @Benchmark
  public long satdOfARow() {
    for (int x = 0; x < standard.one.width() / BlockRow.SIZE; x++) {
      row.set(x, standard.one, x * BlockRow.SIZE, standard.other, x * BlockRow.SIZE);
    }
    return row.cost();
  }

  private static MemorySegment frame(FrameLayout layout, int index) {
    MemorySegment frame = Arena.global().allocate(layout.frameBytes());
    int scale = layout.bitDepth() - 8;
    for (int y = 0; y < layout.height(); y++) {
      for (int x = 0; x < layout.width(); x++) {
        int value = value(x + 5 * index, y + 3 * index) + (x * 7919 + y * 31 + index * 101) % 3;
        long at = (long) y * layout.width() + x;
        if (scale == 0) {
          frame.set(ValueLayout.JAVA_BYTE, at, (byte) value);
        } else {
          frame.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * at, (short) (value << scale));
        }
      }
    }
    return frame;
  }

  private static int value(int x, int y) {
    return (int)
        (120 + 60 * Math.sin(0.013 * x + 0.007 * y) + 40 * Math.sin(0.11 * y) * Math.cos(0.17 * x));
  }
}
