package org.rav1ebygop.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.muxer.ivf.IvfMuxerProvider;
import org.rav1ebygop.testkit.Inputs;
import org.rav1ebygop.testkit.SyntheticFilm;

/// IVF of 100,000 packets of 1 to 2,000 bytes into a file, beside `cat` of the finished file into
/// another one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MuxerBench {
  private static final int COUNT = 100_000;
  private static final int LARGEST = 2000;

  private List<Packet> packets = List.of();
  private Path whole = Path.of("");
  private Path target = Path.of("");

  /// A film to write.
  private record Request(FileChannel out, Path target) implements MuxRequest {
    @Override
    public VideoFormat format() {
      return SyntheticFilm.format(Frames.LAYOUT);
    }

    @Override
    public long frameCount() {
      return COUNT;
    }

    @Override
    public Input source() {
      return Inputs.file(target);
    }

    @Override
    public Options options() {
      return Options.NONE;
    }

    @Override
    public WritableByteChannel channel() {
      return out;
    }

    @Override
    public Path file() {
      return target;
    }
  }

  @Setup
  public void make() throws IOException {
    var random = new SplittableRandom(1);
    MemorySegment bytes = Arena.ofAuto().allocate((long) COUNT * LARGEST);
    var all = new ArrayList<Packet>();
    for (int i = 0; i < COUNT; i++) {
      all.add(new Packet(i, bytes.asSlice((long) i * LARGEST, 1 + random.nextInt(LARGEST))));
    }
    packets = all;
    whole = Files.createTempFile("bench", ".ivf");
    target = Files.createTempFile("bench", ".ivf");
    mux(whole);
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(whole);
    Files.delete(target);
  }

  @Benchmark
  public int limitCat() throws IOException, InterruptedException {
    return new ProcessBuilder("cat", whole.toString())
        .redirectOutput(target.toFile())
        .start()
        .waitFor();
  }

  @Benchmark
  public void mux() throws IOException {
    mux(target);
  }

  private void mux(Path file) throws IOException {
    try (FileChannel out =
            FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        Muxer muxer = new IvfMuxerProvider().open(new Request(out, file))) {
      for (Packet packet : packets) {
        muxer.write(packet);
      }
      muxer.finish();
    }
  }
}
