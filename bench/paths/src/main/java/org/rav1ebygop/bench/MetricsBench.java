package org.rav1ebygop.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.metrics.PictureComparison;

/// PSNR and SSIM of a pair of frames, beside a copy of both.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MetricsBench {
  private static final int COUNT = 16;

  private final PictureComparison comparison = new PictureComparison(Frames.LAYOUT);
  private final MemorySegment target = Arena.ofAuto().allocate(Frames.LAYOUT.frameBytes());
  private List<Frame> frames = List.of();
  private int next;

  @Setup
  public void make() {
    frames = Frames.make(COUNT);
  }

  @Benchmark
  public MemorySegment limitMemory() {
    target.copyFrom(frame().data());
    return target.copyFrom(frame().data());
  }

  @Benchmark
  public FrameQuality compare() {
    return comparison.compare(frame(), frame());
  }

  private Frame frame() {
    next = (next + 1) % COUNT;
    return frames.get(next);
  }
}
