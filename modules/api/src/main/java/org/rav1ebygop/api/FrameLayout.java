package org.rav1ebygop.api;

import java.util.Locale;

/// How the bytes of one raw picture lie: the luma plane, then two chroma planes of equal size, each
/// plane row after row from the top, without padding. Samples of more than 8 bits take two bytes,
/// little-endian, value in the low bits.
///
/// @param width luma samples in a row, 1–[#MAX_DIMENSION]
/// @param height luma rows, 1–[#MAX_DIMENSION]
/// @param sampling of the chroma planes
/// @param bitDepth 8, 10 or 12 bits in a sample
public record FrameLayout(int width, int height, ChromaSampling sampling, int bitDepth) {
  /// Largest width and height of an AV1 picture (AV1 specification, section 5.5.1: 16 bits).
  public static final int MAX_DIMENSION = 65_536;

  /// Planes of every layout: luma and two of chroma.
  public static final int PLANES = 3;

  /// @throws IllegalArgumentException when a number is out of its range
  public FrameLayout {
    if (width < 1 || width > MAX_DIMENSION || height < 1 || height > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a picture is 1 to %d samples wide and high, not %dx%d",
              MAX_DIMENSION,
              width,
              height));
    }
    if (bitDepth != 8 && bitDepth != 10 && bitDepth != 12) {
      throw new IllegalArgumentException("bit depth is 8, 10 or 12, not " + bitDepth);
    }
  }

  /// 1 or 2.
  public int bytesPerSample() {
    return bitDepth > 8 ? 2 : 1;
  }

  /// Samples in a row of a plane: 0 is luma, 1 and 2 are chroma.
  public int planeWidth(int plane) {
    return checkPlane(plane) == 0 ? width : sampling.chromaWidth(width);
  }

  /// Rows of a plane: 0 is luma, 1 and 2 are chroma.
  public int planeHeight(int plane) {
    return checkPlane(plane) == 0 ? height : sampling.chromaHeight(height);
  }

  /// Bytes in a row of a plane.
  public long rowBytes(int plane) {
    return (long) planeWidth(plane) * bytesPerSample();
  }

  /// Bytes of a whole plane.
  public long planeBytes(int plane) {
    return rowBytes(plane) * planeHeight(plane);
  }

  /// Where a plane starts in its frame, in bytes.
  public long planeOffset(int plane) {
    return switch (checkPlane(plane)) {
      case 0 -> 0;
      case 1 -> planeBytes(0);
      default -> planeBytes(0) + planeBytes(1);
    };
  }

  /// Bytes of a whole frame; up to 48 GiB, so check before allocating.
  public long frameBytes() {
    return planeBytes(0) + 2 * planeBytes(1);
  }

  @Override
  public String toString() {
    return width + "x" + height + " " + sampling + " " + bitDepth + " bit";
  }

  private static int checkPlane(int plane) {
    if (plane < 0 || plane >= PLANES) {
      throw new IndexOutOfBoundsException("plane " + plane + " of " + PLANES);
    }
    return plane;
  }
}
