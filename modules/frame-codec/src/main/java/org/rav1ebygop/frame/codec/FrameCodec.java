package org.rav1ebygop.frame.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.rav1ebygop.api.FrameLayout;

/// Compresses raw frames of one layout without loss, each for itself. Used by several threads at
/// once.
///
/// Compressed, a frame is a CRC-32C of all that follows (4 bytes, little-endian), a byte that says
/// how it is kept, and the planes: as they are, or each sample as the difference to a guess from
/// its neighbours, in as few bits as the largest difference among its neighbours needs. A frame
/// never takes more than [#HEADER_BYTES] over its raw size.
public final class FrameCodec {
  /// Bytes that each compressed frame begins with.
  public static final int HEADER_BYTES = 5;

  private static final byte RAW = 0;
  private static final byte PACKED = 1;
  private static final int CRC_BYTES = 4;
  private static final long CRC_STEP = 1 << 30;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final FrameLayout layout;
  private final Lanes lanes;

  /// For frames of this layout.
  public FrameCodec(FrameLayout layout) {
    this.layout = layout;
    this.lanes = Lanes.of(layout.bytesPerSample());
  }

  /// Room that [#compress] needs to work in, in bytes; more than any frame takes in the end.
  public long workBytes() {
    long bytes = HEADER_BYTES + (long) Packing.SLACK;
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      bytes += PlaneCodec.maxBytes(layout.planeBytes(plane));
    }
    return bytes;
  }

  /// Compresses a frame.
  ///
  /// @param frame exactly `frameBytes()` of the layout
  /// @param target at least [#workBytes]
  /// @return how many bytes of `target` are the compressed frame, at most `frameBytes()` plus
  ///   [#HEADER_BYTES]; the rest is undefined
  /// @throws IllegalArgumentException when a size is wrong
  public long compress(MemorySegment frame, MemorySegment target) {
    requireFrame(frame);
    if (target.byteSize() < workBytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "compressing takes %d bytes, not %d", workBytes(), target.byteSize()));
    }
    long end = packPlanes(frame, target);
    if (end > HEADER_BYTES + layout.frameBytes()) {
      target.set(JAVA_BYTE, CRC_BYTES, RAW);
      MemorySegment.copy(frame, 0, target, HEADER_BYTES, layout.frameBytes());
      end = HEADER_BYTES + layout.frameBytes();
    }
    target.set(INT, 0, checksum(target, end));
    return end;
  }

  /// Restores a frame.
  ///
  /// @param compressed what [#compress] wrote, and nothing more
  /// @param target exactly `frameBytes()` of the layout, undefined after an exception
  /// @throws CorruptFrameException when the bytes are not those of a frame of this layout
  public void decompress(MemorySegment compressed, MemorySegment target)
      throws CorruptFrameException {
    requireFrame(target);
    long size = compressed.byteSize();
    if (size <= HEADER_BYTES || size > HEADER_BYTES + layout.frameBytes()) {
      throw new CorruptFrameException(
          String.format(Locale.ROOT, "%d bytes are no frame of %s", size, layout));
    }
    if (compressed.get(INT, 0) != checksum(compressed, size)) {
      throw new CorruptFrameException("the checksum does not match");
    }
    byte kind = compressed.get(JAVA_BYTE, CRC_BYTES);
    switch (kind) {
      case RAW -> copyPlanes(compressed, target);
      case PACKED -> unpackPlanes(compressed, target);
      default ->
          throw new CorruptFrameException(String.format(Locale.ROOT, "kind %d is not known", kind));
    }
  }

  private long packPlanes(MemorySegment frame, MemorySegment target) {
    target.set(JAVA_BYTE, CRC_BYTES, PACKED);
    var planes = new PlaneCodec(lanes);
    long at = HEADER_BYTES;
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      at = planes.compress(slice(frame, plane), layout.rowBytes(plane), target, at);
    }
    target.asSlice(at, Packing.SLACK).fill((byte) 0);
    return at + Packing.SLACK;
  }

  private void unpackPlanes(MemorySegment compressed, MemorySegment target)
      throws CorruptFrameException {
    var planes = new PlaneCodec(lanes);
    long at = HEADER_BYTES;
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      at = planes.decompress(compressed, at, slice(target, plane), layout.rowBytes(plane));
    }
    if (at + Packing.SLACK != compressed.byteSize()) {
      throw new CorruptFrameException("it ends too late");
    }
  }

  private void copyPlanes(MemorySegment compressed, MemorySegment target)
      throws CorruptFrameException {
    if (compressed.byteSize() != HEADER_BYTES + layout.frameBytes()) {
      throw new CorruptFrameException("it ends too early");
    }
    MemorySegment.copy(compressed, HEADER_BYTES, target, 0, layout.frameBytes());
  }

  private MemorySegment slice(MemorySegment frame, int plane) {
    return frame.asSlice(layout.planeOffset(plane), layout.planeBytes(plane));
  }

  private void requireFrame(MemorySegment frame) {
    if (frame.byteSize() != layout.frameBytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a frame of %s has %d bytes, not %d",
              layout,
              layout.frameBytes(),
              frame.byteSize()));
    }
  }

  private static int checksum(MemorySegment data, long end) {
    var crc = new CRC32C();
    for (long at = CRC_BYTES; at < end; at += CRC_STEP) {
      crc.update(data.asSlice(at, Math.min(CRC_STEP, end - at)).asByteBuffer());
    }
    return (int) crc.getValue();
  }
}
