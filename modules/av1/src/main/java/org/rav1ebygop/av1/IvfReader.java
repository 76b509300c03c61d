package org.rav1ebygop.av1;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Packet;

/// Reads the packets of an IVF file of AV1. A packet that comes through a pipe is delivered when
/// its last byte is there.
///
/// Each packet has a header of 12 bytes, little-endian: its size in 32 bits and its time stamp,
/// which is the index of the packet, in 64 bits.
public final class IvfReader implements PacketReader {
  /// The largest packet that is accepted unless another bound is given: 256 MiB.
  public static final int MAX_PACKET_BYTES = 256 << 20;

  static final int PACKET_HEADER_BYTES = 12;

  private final ChannelReader in;
  private final int maxPacketBytes;
  private @Nullable IvfHeader header;

  /// Reads nothing yet.
  ///
  /// @param in a channel in blocking mode, closed with this reader
  public IvfReader(ReadableByteChannel in) {
    this(in, MAX_PACKET_BYTES);
  }

  /// @param maxPacketBytes the largest packet to accept
  public IvfReader(ReadableByteChannel in, int maxPacketBytes) {
    this.in = new ChannelReader(in);
    this.maxPacketBytes = maxPacketBytes;
  }

  /// The header of the file; the first call waits for it.
  ///
  /// @throws MalformedBitstreamException when there is no IVF header, or one of another codec
  public IvfHeader header() throws IOException {
    IvfHeader known = header;
    if (known == null) {
      byte[] bytes = in.read(IvfHeader.BYTES, "the IVF header");
      known = IvfHeader.parse(bytes);
      in.read(IvfHeader.length(bytes) - IvfHeader.BYTES, "the IVF header");
      header = known;
    }
    return known;
  }

  /// The next packet, or null when the file ends after the one before.
  ///
  /// @throws MalformedBitstreamException when the file ends inside a packet, or a packet is larger
  ///   than accepted
  @Override
  public @Nullable Packet next() throws IOException {
    header();
    if (in.atEnd()) {
      return null;
    }
    long start = in.position();
    ByteBuffer fields =
        ByteBuffer.wrap(in.read(PACKET_HEADER_BYTES, "a packet header"))
            .order(ByteOrder.LITTLE_ENDIAN);
    long size = Integer.toUnsignedLong(fields.getInt(0));
    long index = fields.getLong(4);
    if (size > maxPacketBytes) {
      throw new MalformedBitstreamException(
          start,
          String.format(
              Locale.ROOT, "a packet of %d bytes; the limit is %d", size, maxPacketBytes));
    }
    if (index < 0) {
      throw new MalformedBitstreamException(start + 4, "a packet with a negative time stamp");
    }
    byte[] data = in.read((int) size, "a packet");
    return new Packet(index, MemorySegment.ofArray(data).asReadOnly());
  }

  @Override
  public long position() {
    return in.position();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
