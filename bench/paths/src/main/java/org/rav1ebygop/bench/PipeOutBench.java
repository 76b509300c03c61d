package org.rav1ebygop.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
import org.rav1ebygop.child.process.FramePipe;
import org.rav1ebygop.input.y4m.Y4mReaderProvider;
import org.rav1ebygop.testkit.Inputs;

/// The planes of a frame of a mapped film on their way into the pipe of a child, beside bytes of
/// memory written to such a pipe. The child reads and forgets.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PipeOutBench {
  private static final int COUNT = 16;

  private final ByteBuffer line = Frames.line().asByteBuffer();
  private Path film = Path.of("");
  private SeekableSource source;
  private Process reader;
  private Process bareReader;
  private FramePipe pipe;
  private FileChannel bare;
  private Frame frame;
  private int next;

  @Setup
  public void open() throws IOException {
    var frames = Frames.make(COUNT);
    frame = frames.getFirst();
    film = Frames.write(frames);
    source = (SeekableSource) new Y4mReaderProvider().open(Inputs.file(film), Options.NONE);
    reader = reader();
    bareReader = reader();
    pipe = FramePipe.of(reader);
    bare =
        FileChannel.open(
            Path.of("/proc", Long.toString(bareReader.pid()), "fd", "0"), StandardOpenOption.WRITE);
  }

  @TearDown
  public void close() throws IOException {
    pipe.abort();
    bare.close();
    reader.destroyForcibly();
    bareReader.destroyForcibly();
    source.close();
    Files.delete(film);
  }

  @Benchmark
  public void limitBarePipe() throws IOException {
    Frames.put(bare, line.duplicate());
    Frames.put(bare, frame.data().asByteBuffer());
  }

  @Benchmark
  public void write() throws IOException {
    next = (next + 1) % COUNT;
    pipe.write(Frames.line());
    pipe.write(source.frame(next).data());
  }

  private static Process reader() throws IOException {
    return new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }
}
