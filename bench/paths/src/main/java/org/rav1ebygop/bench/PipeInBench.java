package org.rav1ebygop.bench;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rav1ebygop.y4m.Y4mStream;

/// A frame out of a pipe that another program fills, beside the bytes read without looking at them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PipeInBench {
  private static final int COUNT = 16;

  private final MemorySegment target = Arena.ofAuto().allocate(Frames.LAYOUT.frameBytes());
  private Path film = Path.of("");
  private Pipe bare;
  private Pipe pipe;
  private Y4mStream stream;

  /// A program that writes the film over and over.
  private record Pipe(Process program, ReadableByteChannel channel) {
    static Pipe of(Path film) throws IOException {
      int header = Frames.headerBytes();
      String loop = "head -c %s \"$1\"; while tail -c +%s \"$1\"; do :; done 2>/dev/null";
      Process program =
          new ProcessBuilder("sh", "-c", loop.formatted(header, header + 1), "-", film.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Path link = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
      return new Pipe(
          program,
          Files.isDirectory(link) && program.getInputStream() instanceof FileInputStream in
              ? in.getChannel()
              : Channels.newChannel(program.getInputStream()));
    }

    void close() {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
  }

  @Setup
  public void open() throws IOException {
    film = Frames.write(Frames.make(COUNT));
    bare = Pipe.of(film);
    pipe = Pipe.of(film);
    stream = Y4mStream.open("pipe", pipe.channel);
  }

  @TearDown
  public void close() throws IOException {
    bare.close();
    pipe.close();
    Files.delete(film);
  }

  @Benchmark
  public MemorySegment limitBarePipe() throws IOException {
    ByteBuffer bytes = target.asByteBuffer();
    while (bytes.hasRemaining()) {
      bare.channel.read(bytes);
    }
    return target;
  }

  @Benchmark
  public boolean read() {
    return stream.read(target);
  }
}
