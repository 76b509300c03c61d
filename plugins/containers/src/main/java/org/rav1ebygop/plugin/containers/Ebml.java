package org.rav1ebygop.plugin.containers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Elements of EBML (RFC 8794), one after the other.
final class Ebml {
  private static final int SIZE_BYTES = 8;
  private static final byte[] UNKNOWN_SIZE = {1, -1, -1, -1, -1, -1, -1, -1};

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// An element that holds others.
  Ebml add(int id, Ebml children) {
    return add(id, children.toBytes());
  }

  /// A number that is not negative.
  Ebml add(int id, long number) {
    return add(id, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /// A floating-point number.
  Ebml add(int id, double number) {
    return add(id, ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
  }

  /// Text.
  Ebml add(int id, String text) {
    return add(id, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Bytes.
  Ebml add(int id, byte[] content) {
    begin(id, content.length);
    bytes.writeBytes(content);
    return this;
  }

  /// The beginning of an element whose content follows.
  Ebml begin(int id, long size) {
    addId(id);
    byte[] field = ByteBuffer.allocate(SIZE_BYTES).putLong(size).array();
    field[0] = 1;
    bytes.writeBytes(field);
    return this;
  }

  /// The beginning of an element that ends with the stream.
  Ebml beginUnknown(int id) {
    addId(id);
    bytes.writeBytes(UNKNOWN_SIZE);
    return this;
  }

  /// Bytes as they are.
  Ebml raw(byte[] content) {
    bytes.writeBytes(content);
    return this;
  }

  /// Bytes so far.
  int size() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /// An id carries the marker of its length.
  private void addId(int id) {
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      if (id >>> shift != 0) {
        bytes.write(id >>> shift);
      }
    }
  }
}
