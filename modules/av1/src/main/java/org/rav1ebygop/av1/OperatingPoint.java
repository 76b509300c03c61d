package org.rav1ebygop.av1;

import org.jspecify.annotations.Nullable;

/// A selection of layers, and what decoding them takes: the loop of section 5.5.1. The two buffer
/// delays are left out; they alone may change inside a coded video sequence (section 7.5).
///
/// @param layers `operating_point_idc`: temporal layers in bits 0–7, spatial ones in bits 8–11; 0
///   when the stream has no layers
/// @param level `seq_level_idx`, annex A.3: 4 × (major − 2) + minor, 31 for no limits
/// @param tier 0 main, 1 high
/// @param decoderModel whether frame headers carry buffer removal times of it
/// @param displayDelay frames to decode before the first is shown, 1–16, or 0 when not told
public record OperatingPoint(
    int layers, int level, int tier, boolean decoderModel, int displayDelay) {
  private static final int HIGHEST_LEVEL_WITHOUT_TIER = 7;

  static OperatingPoint read(BitReader in, @Nullable DecoderModel model, boolean delayPresent) {
    int layers = in.bits(12);
    int level = in.bits(5);
    int tier = level > HIGHEST_LEVEL_WITHOUT_TIER ? in.bits(1) : 0;
    boolean modelled = model != null && in.flag();
    if (model != null && modelled) {
      in.skip(2 * model.bufferDelayBits() + 1);
    }
    int delay = delayPresent && in.flag() ? 1 + in.bits(4) : 0;
    return new OperatingPoint(layers, level, tier, modelled, delay);
  }

  /// Whether OBUs of such layers belong to this operating point.
  boolean includes(int temporalLayer, int spatialLayer) {
    return layers == 0 || ((layers >> temporalLayer) & (layers >> (spatialLayer + 8)) & 1) != 0;
  }
}
