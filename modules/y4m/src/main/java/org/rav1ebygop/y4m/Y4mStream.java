package org.rav1ebygop.y4m;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ReadableByteChannel;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.StreamSource;

/// A y4m pipe. Reads exactly the bytes of one frame at a time, into the memory it is given.
public final class Y4mStream implements StreamSource {
  private final Faults faults;
  private final ChannelReader reader;
  private final VideoFormat format;
  private final MemorySegment line = MemorySegment.ofArray(new byte[FrameLines.BARE_BYTES]);
  private long frames;

  private Y4mStream(Faults faults, ChannelReader reader, VideoFormat format) {
    this.faults = faults;
    this.reader = reader;
    this.format = format;
  }

  /// Reads the header line.
  ///
  /// @param name of the input, for messages
  /// @param channel closed with the stream
  /// @throws GopException of kind INPUT when there is no such line, or not of frames that can be
  ///   encoded
  public static Y4mStream open(String name, ReadableByteChannel channel) {
    var faults = new Faults(name);
    var reader = new ChannelReader(faults, channel);
    try {
      return new Y4mStream(faults, reader, Y4mHeader.parse(headerLine(faults, reader)));
    } catch (Y4mException e) {
      reader.close();
      throw faults.header(e);
    } catch (GopException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public boolean read(MemorySegment target) {
    long frameBytes = format.layout().frameBytes();
    if (target.byteSize() != frameBytes) {
      throw GopException.bug(
          "a frame of %s has %s bytes, not %s"
              .formatted(faults.name(), frameBytes, target.byteSize()),
          null);
    }
    long at = reader.position();
    if (!readLine(at)) {
      return false;
    }
    long filled = reader.fill(target);
    if (filled < frameBytes) {
      throw faults.frameCut(frames, at, filled, frameBytes);
    }
    frames++;
    return true;
  }

  @Override
  public void close() {
    reader.close();
  }

  /// Reads the line of the next frame; false when there is none.
  private boolean readLine(long at) {
    long filled = reader.fill(line);
    if (filled == 0) {
      if (frames == 0) {
        throw faults.noFrames();
      }
      return false;
    }
    if (!FrameLines.startsLikeFrame(line.asSlice(0, filled))) {
      throw faults.noFrameHeader(frames, at);
    }
    int last = filled < line.byteSize() ? -1 : line.get(JAVA_BYTE, FrameLines.BARE_BYTES - 1);
    while (last != '\n') {
      if (last < 0) {
        throw faults.frameHeaderCut(frames, at);
      }
      if (!FrameLines.isText(last)) {
        throw faults.frameHeaderGarbled(frames, at);
      }
      if (reader.position() - at > Y4mHeader.MAX_LINE_BYTES) {
        throw faults.frameHeaderLong(frames, at);
      }
      last = reader.next();
    }
    return true;
  }

  private static byte[] headerLine(Faults faults, ChannelReader reader) {
    var bytes = new ByteArrayOutputStream();
    while (bytes.size() <= Y4mHeader.MAX_LINE_BYTES) {
      int next = reader.next();
      if (next == '\n') {
        break;
      }
      if (next < 0) {
        throw faults.headerCut(bytes.size());
      }
      bytes.write(next);
    }
    return bytes.toByteArray();
  }
}
