package org.rav1ebygop.y4m;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.VideoFormat;

/// The line a y4m stream starts with. Each frame after it is a line that starts with
/// [#FRAME_MAGIC], then the planes as [org.rav1ebygop.api.FrameLayout] describes them.
public final class Y4mHeader {
  /// What a stream starts with, followed by a space.
  public static final String MAGIC = "YUV4MPEG2";

  /// What the line before each frame starts with; a space and parameters may follow.
  public static final String FRAME_MAGIC = "FRAME";

  /// Longest line that is read, stream header or frame header, in bytes without the newline. The
  /// format sets no limit; real lines have less than 200.
  public static final int MAX_LINE_BYTES = 4095;

  private Y4mHeader() {}

  /// Reads a stream header line.
  ///
  /// A missing C tag means C420 and a missing F tag 25 frames per second, because rav1e takes them
  /// so. A sample aspect ratio of 0:0 means unknown and becomes 1:1. X tags are comments but for
  /// XCOLORRANGE.
  ///
  /// @param line without its newline; at most [#MAX_LINE_BYTES] bytes
  /// @throws Y4mException when it is damaged, or describes frames that cannot be encoded
  public static VideoFormat parse(MemorySegment line) throws Y4mException {
    long read = Math.min(line.byteSize(), MAX_LINE_BYTES + 1);
    return parse(line.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE));
  }

  /// Reads a stream header line, as [#parse(MemorySegment)] does.
  public static VideoFormat parse(byte[] line) throws Y4mException {
    return new HeaderParser(new String(line, StandardCharsets.ISO_8859_1)).parse();
  }

  /// The stream header line of a format, without its newline; ASCII.
  ///
  /// What y4m cannot say is lost: primaries, transfer, matrix and light levels always, the chroma
  /// position of 4:2:0 above 8 bits, for which there is one tag that rav1e takes for colocated.
  /// rav1e also ignores the range, and needs to be told it in another way.
  public static String format(VideoFormat format) {
    String line =
        (MAGIC + " W" + format.layout().width() + " H" + format.layout().height())
            + (" F" + format.frameRate() + " Ip A" + format.sampleAspectRatio())
            + (" C" + ColorSpaceTag.of(format).value);
    PixelRange range = format.color().range();
    return range == PixelRange.UNSPECIFIED ? line : line + " XCOLORRANGE=" + range;
  }
}
