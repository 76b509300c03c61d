package org.rav1ebygop.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The temporal units of `recorded.ivf`.
final class RecordedStream {
  private static final int IVF_HEADER_BYTES = 32;
  private static final int PACKET_HEADER_BYTES = 12;

  /// Where the level of the operating point ends in the first unit: after the delimiter (2 bytes),
  /// the header of the sequence header OBU (2), 24 bits of other fields and 5 bits of level.
  private static final int LEVEL_BYTE = 7;

  private static final int LEVEL_LAST_BIT = 0x08;

  private static final List<byte[]> UNITS = load();

  private RecordedStream() {}

  /// Units there are.
  static int count() {
    return UNITS.size();
  }

  /// A unit.
  static byte[] unit(int index) {
    return UNITS.get(index).clone();
  }

  /// The first unit with another level in its sequence header.
  static byte[] firstWithOtherHeader() {
    byte[] unit = unit(0);
    unit[LEVEL_BYTE] ^= LEVEL_LAST_BIT;
    return unit;
  }

  private static List<byte[]> load() {
    return unitsOf(file("recorded.ivf"));
  }

  /// A file of the test kit.
  static byte[] file(String name) {
    try (InputStream in = RecordedStream.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the test kit");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The packets of an IVF file.
  static List<byte[]> unitsOf(byte[] file) {
    var units = new ArrayList<byte[]>();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = IVF_HEADER_BYTES; at < file.length; ) {
      int size = bytes.getInt(at);
      at += PACKET_HEADER_BYTES;
      units.add(Arrays.copyOfRange(file, at, at + size));
      at += size;
    }
    return List.copyOf(units);
  }
}
