package org.rav1ebygop.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.MuxRequest;

/// Requests and channels for [MuxerContract].
final class MuxerFakes {
  private MuxerFakes() {}

  record Request(
      VideoFormat format,
      long frameCount,
      Options options,
      WritableByteChannel channel,
      @Nullable Path file)
      implements MuxRequest {
    @Override
    public Input source() {
      return new NoInput();
    }
  }

  /// An input that cannot be opened, like a pipe that has been read.
  record NoInput() implements Input {
    @Override
    public String name() {
      return "-";
    }

    @Override
    public @Nullable Path file() {
      return null;
    }

    @Override
    public MemorySegment head() {
      return MemorySegment.ofArray(new byte[0]);
    }

    @Override
    public ReadableByteChannel open() {
      throw GopException.input("standard input can be read once only");
    }
  }

  /// A pipe whose other end keeps everything, taking so many bytes at a time.
  static final class Memory implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int atATime;
    private boolean open = true;

    Memory(int atATime) {
      this.atATime = atATime;
    }

    @Override
    public int write(ByteBuffer source) {
      byte[] part = new byte[Math.min(atATime, source.remaining())];
      source.get(part);
      bytes.writeBytes(part);
      return part.length;
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
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

  /// A device that is full after so many bytes.
  static final class Full implements WritableByteChannel {
    private long left;

    Full(long left) {
      this.left = left;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = (int) Math.min(left, source.remaining());
      if (count == 0 && source.hasRemaining()) {
        throw new IOException("No space left on device");
      }
      source.position(source.position() + count);
      left -= count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      left = 0;
    }
  }
}
