package org.rav1ebygop.input.y4m;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.y4m.Faults;
import org.rav1ebygop.y4m.FrameLines;
import org.rav1ebygop.y4m.Y4mException;
import org.rav1ebygop.y4m.Y4mHeader;

/// The frames of a whole y4m file in memory.
///
/// @param bytes of the file
record MappedFrames(VideoFormat format, FrameIndex index, MemorySegment bytes) {

  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the header is damaged or of an
  ///   unsupported format, or the file does not end with a whole frame
  static MappedFrames of(Faults faults, MemorySegment bytes) {
    int header = headerBytes(faults, bytes);
    VideoFormat format;
    try {
      format = Y4mHeader.parse(bytes.asSlice(0, header));
    } catch (Y4mException e) {
      throw faults.header(e);
    }
    var lines = new FrameLines(faults, bytes, format.layout().frameBytes());
    return new MappedFrames(format, FrameIndex.of(lines, header + 1L), bytes.asReadOnly());
  }

  /// A frame, not copied.
  ///
  /// @throws IndexOutOfBoundsException when there is no such frame
  Frame frame(long number) {
    if (number < 0 || number >= index.count()) {
      throw new IndexOutOfBoundsException("frame " + number + " of " + index.count());
    }
    var layout = format.layout();
    var data = bytes.asSlice(index.dataOf(number), layout.frameBytes());
    return new Frame(number, layout, data);
  }

  /// Bytes of the header line without its newline. A line over the limit is cut there, for the
  /// parser to refuse, because bytes before that may tell more.
  private static int headerBytes(Faults faults, MemorySegment bytes) {
    int limit = (int) Math.min(bytes.byteSize(), Y4mHeader.MAX_LINE_BYTES + 1);
    for (int i = 0; i < limit; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, i) == '\n') {
        return i;
      }
    }
    if (limit == bytes.byteSize()) {
      throw faults.headerCut(limit);
    }
    return limit;
  }
}
