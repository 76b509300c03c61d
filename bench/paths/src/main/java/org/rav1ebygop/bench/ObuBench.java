package org.rav1ebygop.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
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
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.av1.TemporalUnitReader;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Walking the OBUs of a GOP of 64x48, beside a copy of its bytes. The time is that of the GOP,
/// which has [RecordedEncoder#maxFrames] packets: the cost of a packet hardly depends on its size.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ObuBench {
  private List<Packet> packets = List.of();
  private MemorySegment target = MemorySegment.NULL;

  @Setup
  public void make() throws InterruptedException {
    var film = new SyntheticFilm(RecordedEncoder.FORMAT, RecordedEncoder.maxFrames());
    var frames = new ArrayList<Frame>();
    for (long i = 0; i < film.frameCount(); i++) {
      frames.add(film.frame(i));
    }
    try (GopEncoder encoder = new RecordedEncoder().open().encoder()) {
      packets = GopRun.encode(encoder, frames);
    }
    target = Arena.ofAuto().allocate(packets.stream().mapToLong(Packet::size).sum());
  }

  @Benchmark
  public MemorySegment limitMemory() {
    long at = 0;
    for (Packet packet : packets) {
      MemorySegment.copy(packet.data(), 0, target, at, packet.size());
      at += packet.size();
    }
    return target;
  }

  @Benchmark
  public int walk() {
    var reader = new TemporalUnitReader();
    int shown = 0;
    for (Packet packet : packets) {
      shown += reader.read(packet.data()).shownFrames();
    }
    return shown;
  }
}
