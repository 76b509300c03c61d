package org.rav1ebygop.y4m;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Reads the lines that stand before frames, in a whole y4m file in memory.
///
/// @param bytes of the file
/// @param frameBytes of one frame without its line
public record FrameLines(Faults faults, MemorySegment bytes, long frameBytes) {
  /// Bytes of a line without parameters, newline included.
  public static final int BARE_BYTES = Y4mHeader.FRAME_MAGIC.length() + 1;

  private static final MemorySegment MAGIC =
      MemorySegment.ofArray(Y4mHeader.FRAME_MAGIC.getBytes(StandardCharsets.US_ASCII));

  /// Bytes of the file.
  public long size() {
    return bytes.byteSize();
  }

  /// Bytes of the line of frame `index`, which starts at `at`, newline included.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when there is no such line
  public int lineBytes(long index, long at) {
    if (!startsLikeFrame(start(at, BARE_BYTES))) {
      throw faults.noFrameHeader(index, at);
    }
    for (int i = BARE_BYTES - 1; i <= Y4mHeader.MAX_LINE_BYTES; i++) {
      if (at + i >= size()) {
        throw faults.frameHeaderCut(index, at);
      }
      byte character = bytes.get(ValueLayout.JAVA_BYTE, at + i);
      if (character == '\n') {
        return i + 1;
      }
      if (!isText(character)) {
        throw faults.frameHeaderGarbled(index, at);
      }
    }
    throw faults.frameHeaderLong(index, at);
  }

  /// Whether a line of that length, newline included, starts at `at`, where there is room for it.
  public boolean hasLine(long at, int length) {
    if (!startsLikeFrame(start(at, BARE_BYTES))) {
      return false;
    }
    for (int i = BARE_BYTES - 1; i < length - 1; i++) {
      if (!isText(bytes.get(ValueLayout.JAVA_BYTE, at + i))) {
        return false;
      }
    }
    return bytes.get(ValueLayout.JAVA_BYTE, at + length - 1) == '\n';
  }

  /// Where the frame ends whose line starts at `at`.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when it is not whole
  public long end(long index, long at) {
    long data = at + lineBytes(index, at);
    if (frameBytes > size() - data) {
      throw faults.frameCut(index, at, size() - data, frameBytes);
    }
    return data + frameBytes;
  }

  /// Whether a character may be part of a line: printable ASCII. rav1e lets all pass, but then a
  /// newline lost at the end of a line makes the frame a part of it, and nobody notices.
  public static boolean isText(int character) {
    return character >= ' ' && character <= '~';
  }

  /// Whether bytes agree with `FRAME` and a newline or space, as far as they go.
  ///
  /// @param start at most [#BARE_BYTES] bytes
  static boolean startsLikeFrame(MemorySegment start) {
    long compared = Math.min(start.byteSize(), MAGIC.byteSize());
    if (start.asSlice(0, compared).mismatch(MAGIC.asSlice(0, compared)) >= 0) {
      return false;
    }
    if (start.byteSize() < BARE_BYTES) {
      return true;
    }
    byte after = start.get(ValueLayout.JAVA_BYTE, BARE_BYTES - 1);
    return after == '\n' || after == ' ';
  }

  private MemorySegment start(long at, long most) {
    return bytes.asSlice(at, Math.min(size() - at, most));
  }
}
