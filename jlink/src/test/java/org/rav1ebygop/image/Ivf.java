package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.TemporalUnitReader;

/// What an IVF file holds.
///
/// @param header of the file
/// @param packets temporal units, one for each frame
/// @param stamps their time stamps
/// @param keyframes indices of the packets at which decoding can start
record Ivf(IvfHeader header, List<ByteBuffer> packets, List<Long> stamps, List<Integer> keyframes) {
  /// Content of a file that passes for a film and that nobody may lose.
  static final String PRECIOUS = "DKIF....AV01, precious";

  static Ivf of(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  static Ivf of(byte[] bytes) throws IOException {
    try (var in = new IvfReader(Channels.newChannel(new ByteArrayInputStream(bytes)))) {
      var packets = new ArrayList<ByteBuffer>();
      var stamps = new ArrayList<Long>();
      var keyframes = new ArrayList<Integer>();
      var units = new TemporalUnitReader();
      for (Packet packet = in.next(); packet != null; packet = in.next()) {
        if (units.read(packet.data()).keyFrame()) {
          keyframes.add(packets.size());
        }
        packets.add(copy(packet.data()));
        stamps.add(packet.index());
      }
      return new Ivf(in.header(), packets, stamps, keyframes);
    }
  }

  /// Frames of the GOP that starts at a keyframe.
  int gopLength(int keyframe) {
    int next = keyframes.indexOf(keyframe) + 1;
    return (next == keyframes.size() ? packets.size() : keyframes.get(next)) - keyframe;
  }

  /// Fails unless the packets from an index on are all those of another film, bit by bit.
  void expectSamePackets(int from, Ivf other) {
    for (int i = 0; i < other.packets.size(); i++) {
      int frame = from + i;
      assertEquals(other.packets.get(i), packets.get(frame), () -> "bits of frame " + frame);
    }
  }

  private static ByteBuffer copy(MemorySegment data) {
    return ByteBuffer.wrap(data.toArray(ValueLayout.JAVA_BYTE));
  }
}
