package org.rav1ebygop.av1;

import java.util.Locale;

/// The size of a frame, sections 5.9.5 and 5.9.8.
///
/// @param upscaledWidth luma samples in a row of the finished picture
/// @param codedWidth luma samples in a row as coded, smaller with superres
/// @param height luma rows
record FrameSize(int upscaledWidth, int codedWidth, int height) {
  private static final int SUPERRES_NUMERATOR = 8;
  private static final int SMALLEST_DENOMINATOR = 9;

  /// `frame_size()`.
  static FrameSize read(BitReader in, SequenceHeader sequence, boolean overridden) {
    if (!overridden) {
      return superres(in, sequence, sequence.maxWidth(), sequence.maxHeight());
    }
    int width = 1 + in.bits(sequence.frameSyntax().widthBits());
    int height = 1 + in.bits(sequence.frameSyntax().heightBits());
    if (width > sequence.maxWidth() || height > sequence.maxHeight()) {
      throw in.malformed(
          String.format(
              Locale.ROOT,
              "a frame of %dx%d in a sequence of %dx%d",
              width,
              height,
              sequence.maxWidth(),
              sequence.maxHeight()));
    }
    return superres(in, sequence, width, height);
  }

  /// `superres_params()`.
  static FrameSize superres(BitReader in, SequenceHeader sequence, int width, int height) {
    int denominator = SUPERRES_NUMERATOR;
    if (sequence.frameSyntax().superres() && in.flag()) {
      denominator = SMALLEST_DENOMINATOR + in.bits(3);
    }
    int coded = (width * SUPERRES_NUMERATOR + denominator / 2) / denominator;
    return new FrameSize(width, coded, height);
  }

  /// `render_size()`, which has no influence on decoding.
  static void skipRenderSize(BitReader in) {
    if (in.flag()) {
      in.skip(32);
    }
  }
}
