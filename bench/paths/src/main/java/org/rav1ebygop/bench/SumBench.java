package org.rav1ebygop.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.rav1ebygop.api.Frame;

/// Check sums of a frame, beside a copy of it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SumBench {
  private static final int COUNT = 16;

  private final MemorySegment target = Arena.ofAuto().allocate(Frames.LAYOUT.frameBytes());
  private final CRC32C crc = new CRC32C();
  private final byte[] sum = new byte[32];
  private MessageDigest sha;
  private List<Frame> frames = List.of();
  private int next;

  @Setup
  public void make() throws NoSuchAlgorithmException {
    frames = Frames.make(COUNT);
    sha = MessageDigest.getInstance("SHA-256");
  }

  @Benchmark
  public MemorySegment limitMemory() {
    return target.copyFrom(frame());
  }

  @Benchmark
  public long crc32c() {
    crc.reset();
    crc.update(frame().asByteBuffer());
    return crc.getValue();
  }

  @Benchmark
  public byte[] sha256() throws Exception {
    sha.update(frame().asByteBuffer());
    sha.digest(sum, 0, sum.length);
    return sum;
  }

  private MemorySegment frame() {
    next = (next + 1) % COUNT;
    return frames.get(next).data();
  }
}
