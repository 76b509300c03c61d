package org.rav1ebygop.av1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.rav1ebygop.api.Rational;

/// The 32 bytes an IVF file of AV1 starts with, numbers being little-endian: `DKIF`, version 0 and
/// header length in 16 bits each, `AV01`, width and height in 16 bits each, then in 32 bits each
/// the two parts of the frame rate (so that a time stamp is a frame index), the frame count and
/// zero.
///
/// @param width luma samples in a row, 1–[#MAX_DIMENSION]
/// @param height luma rows, 1–[#MAX_DIMENSION]
/// @param frameRate frames per second
/// @param frameCount frames of the file, up to 2³²−1; 0 when the writer did not know
public record IvfHeader(int width, int height, Rational frameRate, long frameCount) {
  /// Bytes of the header.
  public static final int BYTES = 32;

  /// The largest width and height that 16 bits hold.
  public static final int MAX_DIMENSION = 0xFFFF;

  private static final byte[] SIGNATURE = "DKIF".getBytes(US_ASCII);
  private static final byte[] FOURCC = "AV01".getBytes(US_ASCII);

  /// @throws IllegalArgumentException when a number does not fit its field
  public IvfHeader {
    if (width < 1 || width > MAX_DIMENSION || height < 1 || height > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "IVF holds pictures of 1 to %d samples each way, not %dx%d",
              MAX_DIMENSION,
              width,
              height));
    }
    if (frameCount < 0 || frameCount > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("IVF counts up to 4294967295 frames, not " + frameCount);
    }
  }

  /// The header as it stands in the file.
  public byte[] toBytes() {
    return little(new byte[BYTES])
        .put(SIGNATURE)
        .putShort((short) 0)
        .putShort((short) BYTES)
        .put(FOURCC)
        .putShort((short) width)
        .putShort((short) height)
        .putInt(frameRate.numerator())
        .putInt(frameRate.denominator())
        .putInt((int) frameCount)
        .array();
  }

  /// Reads the header.
  ///
  /// @param bytes the first [#BYTES] bytes of the file
  /// @throws MalformedBitstreamException when the file is not IVF or its content is not AV1
  static IvfHeader parse(byte[] bytes) {
    require(startsWith(bytes, 0, SIGNATURE), 0, "not an IVF file: it does not start with DKIF");
    ByteBuffer in = little(bytes);
    int version = in.getShort(4);
    require(version == 0, 4, "IVF version " + version + " is not known, only 0");
    require(length(bytes) >= BYTES, 6, "an IVF header has 32 bytes or more, not " + length(bytes));
    require(startsWith(bytes, 8, FOURCC), 8, "the IVF file does not hold AV1 (AV01)");
    int width = Short.toUnsignedInt(in.getShort(12));
    int height = Short.toUnsignedInt(in.getShort(14));
    require(
        width > 0 && height > 0,
        12,
        String.format(Locale.ROOT, "a picture of %dx%d samples", width, height));
    int rate = in.getInt(16);
    int scale = in.getInt(20);
    require(
        rate > 0 && scale > 0,
        16,
        String.format(Locale.ROOT, "a frame rate of %d/%d", rate, scale));
    return new IvfHeader(
        width, height, new Rational(rate, scale), Integer.toUnsignedLong(in.getInt(24)));
  }

  /// The header length that the first [#BYTES] bytes tell.
  static int length(byte[] bytes) {
    return Short.toUnsignedInt(little(bytes).getShort(6));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (bytes[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean holds, int offset, String message) {
    if (!holds) {
      throw new MalformedBitstreamException(offset, message);
    }
  }
}
