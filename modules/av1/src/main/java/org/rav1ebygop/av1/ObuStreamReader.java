package org.rav1ebygop.av1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ReadableByteChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Packet;

/// Splits a raw OBU stream (section 5.2, often called a Section 5 stream) into temporal units. As
/// only the next temporal delimiter ends a unit, a unit that comes through a pipe is delivered when
/// the next one begins.
public final class ObuStreamReader implements PacketReader {
  private static final int TYPE_SHIFT = 3;
  private static final int TYPE_MASK = 0xF;
  private static final int EXTENSION_FLAG = 4;
  private static final int SIZE_FLAG = 2;
  private static final int FORBIDDEN_BIT = 0x80;
  private static final int NOT_READ = -1;

  private final ChannelReader in;
  private final int maxUnitBytes;
  private int nextHeader = NOT_READ;
  private long index;

  /// Reads nothing yet.
  ///
  /// @param in a channel in blocking mode, closed with this reader
  public ObuStreamReader(ReadableByteChannel in) {
    this(in, IvfReader.MAX_PACKET_BYTES);
  }

  /// @param maxUnitBytes the largest temporal unit to accept
  public ObuStreamReader(ReadableByteChannel in, int maxUnitBytes) {
    this.in = new ChannelReader(in);
    this.maxUnitBytes = maxUnitBytes;
  }

  /// The next temporal unit, numbered from 0, or null when the stream ends.
  ///
  /// @throws MalformedBitstreamException when the stream ends inside an OBU, does not start with a
  ///   temporal delimiter, has an OBU without a size, or a unit is larger than accepted
  @Override
  public @Nullable Packet next() throws IOException {
    if (nextHeader == NOT_READ) {
      if (in.atEnd()) {
        return null;
      }
      nextHeader = in.readByte();
      if (type(nextHeader) != ObuType.TEMPORAL_DELIMITER) {
        throw new MalformedBitstreamException(
            in.position() - 1, "the stream does not start with a temporal delimiter");
      }
    }
    var unit = new ByteArrayOutputStream();
    do {
      copyObu(nextHeader, unit);
      nextHeader = in.atEnd() ? NOT_READ : in.readByte();
    } while (nextHeader != NOT_READ && type(nextHeader) != ObuType.TEMPORAL_DELIMITER);
    return new Packet(index++, MemorySegment.ofArray(unit.toByteArray()).asReadOnly());
  }

  @Override
  public long position() {
    return in.position() - (nextHeader == NOT_READ ? 0 : 1);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void copyObu(int header, ByteArrayOutputStream unit) throws IOException {
    long start = in.position() - 1;
    if ((header & FORBIDDEN_BIT) != 0) {
      throw new MalformedBitstreamException(start, "not an OBU: the forbidden bit is set");
    }
    if ((header & SIZE_FLAG) == 0) {
      throw new MalformedBitstreamException(start, "an OBU that does not tell its size");
    }
    unit.write(header);
    if ((header & EXTENSION_FLAG) != 0) {
      unit.write(in.readByte());
    }
    long size = copySize(unit);
    if (size > maxUnitBytes - (long) unit.size()) {
      throw new MalformedBitstreamException(
          start, String.format(Locale.ROOT, "a temporal unit of more than %d bytes", maxUnitBytes));
    }
    unit.writeBytes(in.read((int) size, "an OBU"));
  }

  private long copySize(ByteArrayOutputStream unit) throws IOException {
    byte[] bytes = new byte[BitReader.MAX_LEB128_BYTES];
    int count = 0;
    int part;
    do {
      part = in.readByte();
      bytes[count++] = (byte) part;
    } while ((part & 0x80) != 0 && count < bytes.length);
    unit.write(bytes, 0, count);
    try {
      return new BitReader(MemorySegment.ofArray(bytes), 0, count).leb128();
    } catch (MalformedBitstreamException _) {
      throw new MalformedBitstreamException(
          in.position() - count, "an OBU size of more than 32 bits or 8 bytes");
    }
  }

  private static ObuType type(int header) {
    return ObuType.of((header >> TYPE_SHIFT) & TYPE_MASK);
  }
}
