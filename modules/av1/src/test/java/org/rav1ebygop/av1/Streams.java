package org.rav1ebygop.av1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Packet;

/// The real streams among the test resources; their README tells where they come from.
final class Streams {
  static final List<String> NAMES =
      List.of(
          "rav1e-0.7.1-speed-10",
          "rav1e-0.7.1-speed-6",
          "rav1e-0.5.1-444-10-bit",
          "rav1e-0.7.1-422-hdr-tiles",
          "rav1e-0.7.1-gray",
          "libaom-3.6.0-tile-groups",
          "libaom-3.6.0-forward-key-frames",
          "libaom-3.6.0-superres-grain",
          "libaom-3.6.0-resized",
          "libaom-3.6.0-decoder-model",
          "libaom-3.6.0-still",
          "svt-1.4.1-intra-only");

  private Streams() {}

  static List<String> names() {
    return NAMES;
  }

  /// What ffmpeg says of a stream, line by line.
  static List<String> expected(String name) throws IOException {
    return new String(resource("/expected/" + name + ".expected"), US_ASCII).lines().toList();
  }

  static List<MemorySegment> units(String name) throws IOException {
    return units(file(name + ".ivf"));
  }

  static List<MemorySegment> units(byte[] ivf) throws IOException {
    List<MemorySegment> units = new ArrayList<>();
    try (var reader = new IvfReader(channel(ivf))) {
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        units.add(packet.data());
      }
    }
    return units;
  }

  static byte[] file(String name) throws IOException {
    return resource("/corpus/" + name);
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = Streams.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name);
      }
      return in.readAllBytes();
    }
  }

  static ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }
}
