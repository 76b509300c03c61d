package org.rav1ebygop.rav1e.settings;

/// What decides the size of frames.
public sealed interface RateControl {
  /// The same quantizer for all.
  ///
  /// @param value 1–255
  record Quantizer(int value) implements RateControl {}

  /// A bitrate to stay below.
  ///
  /// @param kilobits in a second
  /// @param minQuantizer the lowest that is used, 0–255
  record MaxBitrate(int kilobits, int minQuantizer) implements RateControl {}
}
