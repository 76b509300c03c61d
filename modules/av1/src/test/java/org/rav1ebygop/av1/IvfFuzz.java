package org.rav1ebygop.av1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Packet;

/// Reads any bytes as an IVF file: they are read to the end and written again without a change, or
/// refused by [MalformedBitstreamException].
public final class IvfFuzz {
  private IvfFuzz() {}

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) {
    try (var reader = new IvfReader(Streams.channel(data))) {
      IvfHeader header = reader.header();
      int start = (int) reader.position();
      List<Packet> packets = new ArrayList<>();
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        packets.add(packet);
      }
      var copy = new ByteArrayOutputStream();
      var writer = new IvfWriter(Channels.newChannel(copy), header);
      for (Packet packet : packets) {
        writer.write(packet);
      }
      writer.flush();
      ByteBuffer written = ByteBuffer.wrap(copy.toByteArray()).position(IvfHeader.BYTES);
      ObuFuzz.check(
          written.equals(ByteBuffer.wrap(data).position(start)), "packets are written as read");
    } catch (MalformedBitstreamException e) {
      ObuFuzz.check(e.offset() >= 0 && e.offset() <= data.length, "the offset is in the data");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
