package org.rav1ebygop.child.encoder;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.child.process.FramePipe;
import org.rav1ebygop.y4m.Y4mHeader;

/// Writes a y4m film to a child. Used by one thread, apart from [#abort].
final class Y4mPipe {
  private static final MemorySegment FRAME_LINE = text(Y4mHeader.FRAME_MAGIC + "\n");

  private final FramePipe pipe;
  private final MemorySegment header;
  private boolean headerSent;

  /// @param header of the film, with its line feed
  Y4mPipe(FramePipe pipe, String header) {
    this.pipe = pipe;
    this.header = text(header);
  }

  void write(Frame frame) throws IOException {
    writeHeader();
    pipe.write(FRAME_LINE);
    pipe.write(frame.data());
  }

  /// Writes the header unless that was done: a film without frames has one too.
  void writeHeader() throws IOException {
    if (!headerSent) {
      pipe.write(header);
      headerSent = true;
    }
  }

  /// The film has no more frames.
  void end() throws IOException {
    pipe.end();
  }

  /// Gives up, whoever is writing.
  void abort() {
    pipe.abort();
  }

  private static MemorySegment text(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
    segment.copyFrom(MemorySegment.ofArray(bytes));
    return segment.asReadOnly();
  }
}
