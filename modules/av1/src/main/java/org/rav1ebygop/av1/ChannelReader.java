package org.rav1ebygop.av1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.Locale;

/// Reads exact numbers of bytes from a channel through a buffer, and waits for no byte that was not
/// asked for.
final class ChannelReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private long position;

  ChannelReader(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /// Bytes handed out so far.
  long position() {
    return position;
  }

  /// Whether there are no more bytes; waits for the next one.
  boolean atEnd() throws IOException {
    return !buffer.hasRemaining() && !fill();
  }

  /// Reads `count` bytes. The array grows as they arrive, so that a wrong count in a short file
  /// costs no more memory than [#BUFFER_BYTES] and twice what the file has.
  ///
  /// @param what they are, for the message
  /// @throws MalformedBitstreamException when the channel ends before
  byte[] read(int count, String what) throws IOException {
    byte[] bytes = new byte[Math.min(count, BUFFER_BYTES)];
    int filled = 0;
    while (filled < count) {
      if (atEnd()) {
        throw new MalformedBitstreamException(
            position + filled,
            String.format(
                Locale.ROOT, "the end, %d bytes before the end of %s", count - filled, what));
      }
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * filled));
      }
      int part = Math.min(buffer.remaining(), bytes.length - filled);
      buffer.get(bytes, filled, part);
      filled += part;
    }
    position += count;
    return bytes;
  }

  /// Reads one byte, 0–255.
  ///
  /// @throws MalformedBitstreamException when there is none
  int readByte() throws IOException {
    if (atEnd()) {
      throw new MalformedBitstreamException(position, "the end, inside a header");
    }
    position++;
    return Byte.toUnsignedInt(buffer.get());
  }

  private boolean fill() throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    if (count == 0) {
      throw new IOException("the channel does not wait for bytes: it is in non-blocking mode");
    }
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
