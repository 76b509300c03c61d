package org.rav1ebygop.av1;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;

/// `color_config()`, section 5.5.2.
///
/// @param bitDepth 8, 10 or 12
/// @param sampling of the chroma planes, or null when there are none (monochrome)
/// @param primaries code point of ITU-T H.273, 0–255; 2 when not told
/// @param transfer code point of ITU-T H.273, 0–255; 2 when not told
/// @param matrix code point of ITU-T H.273, 0–255; 2 when not told
/// @param fullRange whether all code values carry picture
/// @param chromaPosition of 4:2:0 chroma
/// @param separateUvDeltaQ whether the two chroma planes may be quantized differently
public record ColorConfig(
    int bitDepth,
    @Nullable ChromaSampling sampling,
    int primaries,
    int transfer,
    int matrix,
    boolean fullRange,
    ChromaPosition chromaPosition,
    boolean separateUvDeltaQ) {
  private static final int UNSPECIFIED = 2;
  private static final int PRIMARIES_BT709 = 1;
  private static final int TRANSFER_SRGB = 13;
  private static final int MATRIX_IDENTITY = 0;

  static ColorConfig read(BitReader in, int profile) {
    int bitDepth = readBitDepth(in, profile);
    boolean monochrome = profile != 1 && in.flag();
    boolean described = in.flag();
    int primaries = described ? in.bits(8) : UNSPECIFIED;
    int transfer = described ? in.bits(8) : UNSPECIFIED;
    int matrix = described ? in.bits(8) : UNSPECIFIED;
    boolean rgb =
        primaries == PRIMARIES_BT709 && transfer == TRANSFER_SRGB && matrix == MATRIX_IDENTITY;
    boolean fullRange = (!monochrome && rgb) || in.flag();
    ChromaSampling sampling = null;
    ChromaPosition position = ChromaPosition.UNKNOWN;
    boolean separate = false;
    if (!monochrome) {
      sampling = readSampling(in, profile, bitDepth, rgb);
      if (matrix == MATRIX_IDENTITY && sampling != ChromaSampling.CS444) {
        throw in.malformed("RGB (the identity matrix) in " + sampling);
      }
      position = sampling == ChromaSampling.CS420 ? position(in.bits(2)) : position;
      separate = in.flag();
    }
    return new ColorConfig(
        bitDepth, sampling, primaries, transfer, matrix, fullRange, position, separate);
  }

  /// 3, or 1 when monochrome.
  public int planes() {
    return sampling == null ? 1 : 3;
  }

  private static int readBitDepth(BitReader in, int profile) {
    if (!in.flag()) {
      return 8;
    }
    return profile == 2 && in.flag() ? 12 : 10;
  }

  private static ChromaSampling readSampling(BitReader in, int profile, int bitDepth, boolean rgb) {
    if (rgb) {
      if (profile == 0 || (profile == 2 && bitDepth < 12)) {
        throw in.malformed(
            String.format(Locale.ROOT, "RGB in profile %d with %d bits", profile, bitDepth));
      }
      return ChromaSampling.CS444;
    }
    if (profile < 2) {
      return profile == 0 ? ChromaSampling.CS420 : ChromaSampling.CS444;
    }
    if (bitDepth < 12) {
      return ChromaSampling.CS422;
    }
    if (!in.flag()) {
      return ChromaSampling.CS444;
    }
    return in.flag() ? ChromaSampling.CS420 : ChromaSampling.CS422;
  }

  private static ChromaPosition position(int code) {
    return switch (code) {
      case 1 -> ChromaPosition.VERTICAL;
      case 2 -> ChromaPosition.COLOCATED;
      default -> ChromaPosition.UNKNOWN;
    };
  }
}
