package org.rav1ebygop.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Input;

/// Inputs as readers get them.
public final class Inputs {
  private Inputs() {}

  /// A regular file.
  public static Input file(Path file) {
    return new FileInput(file);
  }

  /// A pipe that delivers the bytes in pieces of 1, 2, 3 and so on up to 4096 bytes, as real pipes
  /// may.
  public static Input pipe(String name, byte[] bytes) {
    return pipe(name, bytes, new PiecewiseChannel(ByteBuffer.wrap(bytes.clone())));
  }

  /// A pipe whose channel the test makes.
  ///
  /// @param bytes that the channel starts with
  public static Input pipe(String name, byte[] bytes, ReadableByteChannel channel) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, Input.HEAD_BYTES));
    return new PipeInput(name, head, channel);
  }

  private record FileInput(Path path) implements Input {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public Path file() {
      return path;
    }

    @Override
    public MemorySegment head() {
      try (InputStream stream = Files.newInputStream(path)) {
        return MemorySegment.ofArray(stream.readNBytes(HEAD_BYTES)).asReadOnly();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public ReadableByteChannel open() {
      try {
        return FileChannel.open(path);
      } catch (IOException e) {
        throw GopException.input(path + ": cannot be opened: " + e);
      }
    }
  }

  private static final class PipeInput implements Input {
    private final String name;
    private final byte[] head;
    private final ReadableByteChannel channel;
    private final AtomicBoolean opened = new AtomicBoolean();

    PipeInput(String name, byte[] head, ReadableByteChannel channel) {
      this.name = name;
      this.head = head;
      this.channel = channel;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public @Nullable Path file() {
      return null;
    }

    @Override
    public MemorySegment head() {
      return MemorySegment.ofArray(head).asReadOnly();
    }

    @Override
    public ReadableByteChannel open() {
      if (opened.getAndSet(true)) {
        throw GopException.input(name + ": a pipe can be opened once");
      }
      return channel;
    }
  }

  private static final class PiecewiseChannel implements ReadableByteChannel {
    private static final int MAX_PIECE = 4096;

    private final ByteBuffer bytes;
    private int piece;
    private boolean open = true;

    PiecewiseChannel(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!open) {
        throw new ClosedChannelException();
      }
      if (!bytes.hasRemaining()) {
        return -1;
      }
      piece = piece % MAX_PIECE + 1;
      int count = Math.min(piece, Math.min(target.remaining(), bytes.remaining()));
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
