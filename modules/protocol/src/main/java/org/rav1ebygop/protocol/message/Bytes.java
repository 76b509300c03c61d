package org.rav1ebygop.protocol.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.Arrays;

/// Some bytes, equal by content. Those of a message that was decoded are a view of what came and
/// may be read only as long as that stays; the others are not changed any more.
public final class Bytes {
  /// No bytes.
  public static final Bytes NONE = of(new byte[0]);

  private final MemorySegment segment;

  private Bytes(MemorySegment segment) {
    this.segment = segment;
  }

  /// All bytes of an array, which is not copied.
  public static Bytes of(byte[] array) {
    return of(MemorySegment.ofArray(array));
  }

  /// All bytes of a segment, which is not copied. They must be fewer than 2³¹.
  public static Bytes of(MemorySegment segment) {
    Math.toIntExact(segment.byteSize());
    return new Bytes(segment.asReadOnly());
  }

  /// How many.
  public int size() {
    return (int) segment.byteSize();
  }

  /// Some of them, not copied.
  public Bytes slice(int start, int length) {
    return new Bytes(segment.asSlice(start, length));
  }

  /// For reading.
  public MemorySegment segment() {
    return segment;
  }

  /// A copy.
  public byte[] array() {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  /// Compares in a time that tells nothing about where they differ.
  public boolean sameSecret(Bytes other) {
    return MessageDigest.isEqual(array(), other.array());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && segment.mismatch(that.segment) == -1;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array());
  }

  /// Their number alone: they may be secret.
  @Override
  public String toString() {
    return size() + " bytes";
  }
}
