package org.rav1ebygop.av1;

/// `decoder_model_info()`, section 5.5.4.
///
/// @param bufferDelayBits width of buffer delays, 1–32
/// @param unitsInDecodingTick time units of a decoding clock tick, 1–2³²−1
/// @param bufferRemovalTimeBits width of buffer removal times in frame headers, 1–32
/// @param presentationTimeBits width of presentation times in frame headers, 1–32
public record DecoderModel(
    int bufferDelayBits,
    long unitsInDecodingTick,
    int bufferRemovalTimeBits,
    int presentationTimeBits) {
  static DecoderModel read(BitReader in) {
    int delay = 1 + in.bits(5);
    long units = in.bits32();
    if (units == 0) {
      throw in.malformed("a decoding clock tick of no duration");
    }
    return new DecoderModel(delay, units, 1 + in.bits(5), 1 + in.bits(5));
  }
}
