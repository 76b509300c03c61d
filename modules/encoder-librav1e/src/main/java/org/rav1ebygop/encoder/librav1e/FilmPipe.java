package org.rav1ebygop.encoder.librav1e;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.rav1ebygop.y4m.Y4mHeader;

/// Reads the frames of a y4m stream into one place in memory, whose size is that of a frame.
final class FilmPipe {
  private static final int CHUNK_BYTES = 1 << 20;

  private final ReadableByteChannel in;
  private final MemorySegment picture;
  private final ByteBuffer letter = ByteBuffer.allocateDirect(1);
  private boolean begun;

  /// @param in a channel in blocking mode
  FilmPipe(ReadableByteChannel in, MemorySegment picture) {
    this.in = in;
    this.picture = picture;
  }

  /// Reads the next frame.
  ///
  /// @return false when the stream ends before it
  /// @throws IOException when it ends elsewhere, or is no y4m
  boolean next() throws IOException {
    if (!begun) {
      expect(Y4mHeader.MAGIC, line());
      begun = true;
    }
    String line = line();
    if (line.isEmpty()) {
      return false;
    }
    expect(Y4mHeader.FRAME_MAGIC, line);
    for (long at = 0; at < picture.byteSize(); at += CHUNK_BYTES) {
      long count = Math.min(CHUNK_BYTES, picture.byteSize() - at);
      fill(picture.asSlice(at, count).asByteBuffer());
    }
    return true;
  }

  private void fill(ByteBuffer chunk) throws IOException {
    while (chunk.hasRemaining()) {
      if (in.read(chunk) < 0) {
        throw new EOFException("the film ends inside a frame");
      }
    }
  }

  /// A line without its newline, or nothing at the end of the stream.
  private String line() throws IOException {
    var line = new StringBuilder();
    while (line.length() <= Y4mHeader.MAX_LINE_BYTES) {
      letter.clear();
      if (in.read(letter) < 0) {
        if (line.isEmpty()) {
          return "";
        }
        throw new EOFException("the film ends inside a line");
      }
      char next = StandardCharsets.ISO_8859_1.decode(letter.flip()).get();
      if (next == '\n') {
        return line.toString();
      }
      line.append(next);
    }
    throw new IOException("the film has a line of more than %d bytes".formatted(line.length() - 1));
  }

  private static void expect(String start, String line) throws IOException {
    if (!line.startsWith(start)) {
      throw new IOException("the film has a line that does not start with " + start);
    }
  }
}
