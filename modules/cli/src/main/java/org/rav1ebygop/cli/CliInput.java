package org.rav1ebygop.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Input;

/// The input as given on the command line.
final class CliInput implements Input {
  /// Enough of a pipe to recognise a format by; more may not come before somebody reads on.
  private static final int PIPE_HEAD_BYTES = 16;

  private final String name;
  private final @Nullable Path file;
  private final MemorySegment head;
  private final @Nullable ReadableByteChannel pipe;

  private CliInput(
      String name, @Nullable Path file, ByteBuffer head, @Nullable ReadableByteChannel pipe) {
    this.name = name;
    this.file = file;
    this.head = MemorySegment.ofBuffer(head).asReadOnly();
    this.pipe = pipe;
  }

  /// Looks at the input; waits for the first bytes of a pipe.
  ///
  /// @throws GopException of kind INPUT when it cannot be read, of kind USAGE when it would have to
  ///   be typed
  static CliInput of(String name) {
    try {
      if (name.equals("-")) {
        requirePipe();
        return ofPipe(name, new FileInputStream(FileDescriptor.in).getChannel());
      }
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw GopException.input(name + " is a folder, not a film");
      }
      FileChannel channel = FileChannel.open(path);
      if (!Files.isRegularFile(path)) {
        return ofPipe(name, channel);
      }
      try (channel) {
        return new CliInput(name, path, read(channel, HEAD_BYTES), null);
      }
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new GopException(GopException.Kind.INPUT, "there is no file " + name, e);
    } catch (AccessDeniedException e) {
      throw new GopException(GopException.Kind.INPUT, "no permission to read " + name, e);
    } catch (IOException e) {
      throw cannotRead(name, e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable Path file() {
    return file;
  }

  @Override
  public MemorySegment head() {
    return head;
  }

  @Override
  public ReadableByteChannel open() {
    ReadableByteChannel rest = pipe;
    if (rest != null) {
      return new Resumed(head.asByteBuffer(), rest);
    }
    try {
      return FileChannel.open(Path.of(name));
    } catch (IOException e) {
      throw cannotRead(name, e);
    }
  }

  /// Nobody types y4m, and a program that waits for it looks as if it hung.
  private static void requirePipe() {
    if (Console.isInputTerminal()) {
      throw GopException.usage(
          "standard input is a terminal; pipe a film into it, or name a file in place of -");
    }
  }

  private static CliInput ofPipe(String name, FileChannel channel) throws IOException {
    try {
      return new CliInput(name, null, read(channel, PIPE_HEAD_BYTES), channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static ByteBuffer read(ReadableByteChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // until full, or at the end
    }
    return buffer.flip();
  }

  private static GopException cannotRead(String name, IOException e) {
    return new GopException(
        GopException.Kind.INPUT, "cannot read %s: %s".formatted(name, e.getMessage()), e);
  }

  /// The bytes already looked at, then the rest of the pipe.
  private record Resumed(ByteBuffer head, ReadableByteChannel rest) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!head.hasRemaining()) {
        return rest.read(target);
      }
      int count = Math.min(head.remaining(), target.remaining());
      target.put(head.slice(head.position(), count));
      head.position(head.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return rest.isOpen();
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }
}
