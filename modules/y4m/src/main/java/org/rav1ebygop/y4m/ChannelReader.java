package org.rav1ebygop.y4m;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;

/// Reads a channel in pieces of a wanted size. Used by one thread, but closed by any.
final class ChannelReader implements AutoCloseable {
  /// Bytes asked for at once: more than a pipe ever holds, and a bound for the buffer that a
  /// channel takes when memory is not native.
  private static final int MAX_READ = 1 << 20;

  private final Faults faults;
  private final ReadableByteChannel channel;
  private final ByteBuffer single = ByteBuffer.allocate(1);
  private long position;

  ChannelReader(Faults faults, ReadableByteChannel channel) {
    this.faults = faults;
    this.channel = channel;
  }

  /// Bytes read so far.
  long position() {
    return position;
  }

  /// Reads until the memory is full or the channel ends.
  ///
  /// @return bytes read
  /// @throws org.rav1ebygop.api.GopException of kind INTERRUPTED when the channel is closed or the
  ///   thread interrupted, of kind INPUT when the channel fails
  long fill(MemorySegment target) {
    long filled = 0;
    while (filled < target.byteSize()) {
      long asked = Math.min(MAX_READ, target.byteSize() - filled);
      int read = read(target.asSlice(filled, asked).asByteBuffer());
      if (read < 0) {
        break;
      }
      filled += read;
    }
    return filled;
  }

  /// The next byte, 0 to 255, or -1 at the end.
  int next() {
    int read;
    do {
      read = read(single.clear());
    } while (read == 0);
    return read < 0 ? -1 : Byte.toUnsignedInt(single.get(0));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw faults.unreadable(e);
    }
  }

  private int read(ByteBuffer buffer) {
    try {
      int read = channel.read(buffer);
      position += Math.max(0, read);
      return read;
    } catch (ClosedChannelException e) {
      throw faults.stopped(e);
    } catch (IOException e) {
      throw faults.unreadable(e);
    }
  }
}
