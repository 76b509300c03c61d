package org.rav1ebygop.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.input.y4m.Y4mReaderProvider;
import org.rav1ebygop.testkit.Inputs;

/// A frame out of a mapped file into memory, beside a copy of the same bytes from memory.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MappedFilmBench {
  private static final int COUNT = 32;

  private Path film = Path.of("");
  private List<Frame> frames = List.of();
  private SeekableSource source;
  private MemorySegment target = MemorySegment.NULL;
  private int next;

  @Setup
  public void open() throws IOException {
    frames = Frames.make(COUNT);
    film = Frames.write(frames);
    source = (SeekableSource) new Y4mReaderProvider().open(Inputs.file(film), Options.NONE);
    target = Arena.ofAuto().allocate(Frames.LAYOUT.frameBytes());
  }

  @TearDown
  public void close() throws IOException {
    source.close();
    Files.delete(film);
  }

  @Benchmark
  public MemorySegment limitMemory() {
    return target.copyFrom(frames.get(turn()).data());
  }

  /// Pages stay mapped, as they do in the first seconds of a frame's life.
  @Benchmark
  public MemorySegment copy() {
    return target.copyFrom(source.frame(turn()).data());
  }

  /// Pages are let go of, as they are once an encoder has read them.
  @Benchmark
  public MemorySegment copyAndRelease() {
    int index = turn();
    target.copyFrom(source.frame(index).data());
    source.release(index);
    return target;
  }

  private int turn() {
    next = (next + 1) % COUNT;
    return next;
  }
}
