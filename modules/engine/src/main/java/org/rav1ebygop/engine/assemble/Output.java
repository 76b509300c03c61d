package org.rav1ebygop.engine.assemble;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.store.DurableFiles;

/// An output being written. A file stands under a temporary name until it is proven.
final class Output implements AutoCloseable {
  private final WritableByteChannel channel;
  private final @Nullable Path target;
  private final @Nullable Path temporary;

  private Output(WritableByteChannel channel, @Nullable Path target, @Nullable Path temporary) {
    this.channel = channel;
    this.target = target;
    this.temporary = temporary;
  }

  static Output open(OutputTarget target) {
    return switch (target) {
      case OutputTarget.Stream stream -> new Output(stream.channel(), null, null);
      case OutputTarget.Discard _ -> new Output(new NullChannel(), null, null);
      case OutputTarget.File file -> openFile(file.path());
    };
  }

  WritableByteChannel channel() {
    return channel;
  }

  /// The file written to, under its temporary name, or null.
  @Nullable Path file() {
    return temporary;
  }

  /// Makes the bytes durable, under the temporary name still.
  void force() {
    if (channel instanceof FileChannel file && temporary != null) {
      try {
        file.force(true);
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /// Gives the file its name.
  void publish() {
    Path from = temporary;
    Path to = target;
    if (from != null && to != null) {
      try {
        DurableFiles.publish(from, to);
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  @Override
  public void close() {
    Path file = temporary;
    try {
      if (file != null) {
        channel.close();
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private GopException failed(IOException cause) {
    return DurableFiles.writeFailed(target == null ? Path.of("-") : target, cause);
  }

  private static Output openFile(Path path) {
    Path temporary = path.resolveSibling("." + path.getFileName() + ".tmp");
    try {
      var channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING);
      return new Output(channel, path, temporary);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(path, e);
    }
  }

  private static final class NullChannel implements WritableByteChannel {
    private boolean open = true;

    @Override
    public int write(java.nio.ByteBuffer source) {
      int count = source.remaining();
      source.position(source.limit());
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
