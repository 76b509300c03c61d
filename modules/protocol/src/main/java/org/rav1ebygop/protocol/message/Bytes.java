package org.rav1ebygop.protocol.message;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/// Some bytes of an array that nobody changes any more; equal by content.
public final class Bytes {
  /// No bytes.
  public static final Bytes NONE = of(new byte[0]);

  private final byte[] array;
  private final int from;
  private final int size;

  private Bytes(byte[] array, int from, int size) {
    this.array = array;
    this.from = from;
    this.size = size;
  }

  /// All bytes of an array, which is not copied.
  public static Bytes of(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /// How many.
  public int size() {
    return size;
  }

  /// Some of them, not copied.
  public Bytes slice(int start, int length) {
    return new Bytes(array, from + Objects.checkFromIndexSize(start, length, size), length);
  }

  /// For reading.
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, from, size).slice().asReadOnlyBuffer();
  }

  /// A copy, or the array itself when these are all of its bytes; not to be changed.
  public byte[] array() {
    return size == array.length ? array : Arrays.copyOfRange(array, from, from + size);
  }

  /// Compares in a time that tells nothing about where they differ.
  public boolean sameSecret(Bytes other) {
    return MessageDigest.isEqual(array(), other.array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && buffer().equals(that.buffer());
  }

  @Override
  public int hashCode() {
    return buffer().hashCode();
  }

  /// Their number alone: they may be secret.
  @Override
  public String toString() {
    return size + " bytes";
  }
}
