package org.rav1ebygop.api;

import org.jspecify.annotations.Nullable;

/// What code values mean as colours and light.
///
/// @param range which code values carry picture
/// @param primaries of red, green and blue
/// @param transfer from light to code value
/// @param matrix from RGB to luma and chroma
/// @param masteringDisplay null when not told
/// @param contentLight null when not told
public record ColorDescription(
    PixelRange range,
    ColorPrimaries primaries,
    TransferCharacteristics transfer,
    MatrixCoefficients matrix,
    @Nullable MasteringDisplay masteringDisplay,
    @Nullable ContentLight contentLight) {

  /// Nothing is known.
  public static final ColorDescription UNSPECIFIED = ofRange(PixelRange.UNSPECIFIED);

  /// Nothing is known but the range.
  public static ColorDescription ofRange(PixelRange range) {
    return new ColorDescription(
        range,
        ColorPrimaries.UNSPECIFIED,
        TransferCharacteristics.UNSPECIFIED,
        MatrixCoefficients.UNSPECIFIED,
        null,
        null);
  }

  /// The same with the code points that the user names; null keeps what the source says.
  public ColorDescription with(
      @Nullable ColorPrimaries primaries,
      @Nullable TransferCharacteristics transfer,
      @Nullable MatrixCoefficients matrix) {
    return new ColorDescription(
        range,
        primaries == null ? this.primaries : primaries,
        transfer == null ? this.transfer : transfer,
        matrix == null ? this.matrix : matrix,
        masteringDisplay,
        contentLight);
  }
}
