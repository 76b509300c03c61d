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
import org.rav1ebygop.frame.codec.CorruptFrameException;
import org.rav1ebygop.frame.codec.FrameCodec;

/// Lossless compression of frames, beside a copy. What it does to real film is told by FrameBench.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CodecBench {
  private static final int COUNT = 16;

  private final FrameCodec codec = new FrameCodec(Frames.LAYOUT);
  private final MemorySegment packed =
      Arena.ofAuto().allocate(2 * Frames.LAYOUT.frameBytes() + FrameCodec.HEADER_BYTES);
  private final MemorySegment back = Arena.ofAuto().allocate(Frames.LAYOUT.frameBytes());
  private List<Frame> frames = List.of();
  private MemorySegment one = MemorySegment.NULL;
  private int next;

  @Setup
  public void make() {
    frames = Frames.make(COUNT);
    long size = codec.compress(frames.getFirst().data(), packed);
    one = Arena.ofAuto().allocate(size).copyFrom(packed.asSlice(0, size));
  }

  @Benchmark
  public MemorySegment limitMemory() {
    return back.copyFrom(frame());
  }

  @Benchmark
  public long compress() {
    return codec.compress(frame(), packed);
  }

  @Benchmark
  public MemorySegment restore() throws CorruptFrameException {
    codec.decompress(one, back);
    return back;
  }

  private MemorySegment frame() {
    next = (next + 1) % COUNT;
    return frames.get(next).data();
  }
}
