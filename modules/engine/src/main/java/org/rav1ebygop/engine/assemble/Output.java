package org.rav1ebygop.engine.assemble;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.DurableFiles;
import org.rav1ebygop.engine.files.FileKind;
import org.rav1ebygop.engine.files.PendingFile;
import org.rav1ebygop.engine.files.WrittenFile;
import org.rav1ebygop.engine.job.OutputTarget;

/// An output being written. A file stands under a temporary name until it is proven.
final class Output implements AutoCloseable {
  private final WritableByteChannel channel;
  private final Path name;
  private final @Nullable PendingFile file;

  private Output(WritableByteChannel channel, Path name, @Nullable PendingFile file) {
    this.channel = channel;
    this.name = name;
    this.file = file;
  }

  /// @param kind of a film that a file may replace
  /// @param writer eight characters that no other job with this output has
  static Output open(OutputTarget target, FileKind kind, String writer) {
    return switch (target) {
      case OutputTarget.Stream stream -> new Output(stream.channel(), Path.of("-"), null);
      case OutputTarget.Discard _ -> new Output(new NullChannel(), Path.of("-"), null);
      case OutputTarget.File film -> openFile(film.path(), kind, writer);
    };
  }

  WritableByteChannel channel() {
    return channel;
  }

  /// The file written to, under its temporary name, or null.
  @Nullable Path file() {
    return file == null ? null : file.path();
  }

  /// Makes the bytes durable, under the temporary name still.
  void force() {
    if (file != null) {
      try {
        file.force();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  /// Gives the file its name.
  void publish() {
    if (file != null) {
      try {
        file.publish();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  private GopException failed(IOException cause) {
    return DurableFiles.writeFailed(name, cause);
  }

  private static Output openFile(Path path, FileKind kind, String writer) {
    try {
      PendingFile file = WrittenFile.of(path, "-o", kind).begin(writer);
      return new Output(file.channel(), path, file);
    } catch (IOException e) {
      throw DurableFiles.writeFailed(path, e);
    }
  }

  private static final class NullChannel implements WritableByteChannel {
    private boolean open = true;

    @Override
    public int write(ByteBuffer source) {
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
