package org.rav1ebygop.engine.proof;

/// How far a decoded frame may be from the frame that was encoded: the bound on [Sketch#distance].
///
/// A coefficient is off by a part of the quantizer's step, a sample by a part of `step / 8` (the
/// transforms of AV1 have a gain of 8), a mean of many samples by a small part of that. So the
/// bound is `FACTOR · (step / 8)² + REST`, by the largest quantizer of the GOP: error is inherited,
/// and encoders that average frames in time do so most where they quantize least, in the key frame.
/// The factors are measured, not derived: docs/adr has the figures.
final class PictureBound {
  private static final double FACTOR = 0.04;
  private static final double REST = 3;

  /// Encoders save bits in chroma first.
  private static final double CHROMA = 10;

  /// Up to here the step grows by one.
  private static final int TURN = 98;

  /// The gain of the transforms.
  private static final double GAIN = 8;

  private PictureBound() {}

  /// The bound for a plane, in squared 8-bit levels.
  ///
  /// @param baseQIndex the largest of the GOP
  static double of(int baseQIndex, int plane) {
    double step = step(baseQIndex) / GAIN;
    double luma = FACTOR * step * step + REST;
    return plane == 0 ? luma : luma * CHROMA;
  }

  /// The AC quantizer of 8-bit video, within 7 % of `Ac_Qlookup[0]` of section 7.12.2 of the AV1
  /// specification: first it grows by one, then by 1.9 % from index to index.
  static double step(int baseQIndex) {
    return baseQIndex < TURN ? baseQIndex + 8 : 106 * Math.exp((baseQIndex - TURN) / 55.2);
  }
}
