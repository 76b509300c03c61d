package org.rav1ebygop.api;

/// Which part of the code values carries picture.
public enum PixelRange {
  /// Not told; encoders take it for limited.
  UNSPECIFIED,
  /// Studio range, 16–235 for 8-bit luma.
  LIMITED,
  /// All code values.
  FULL
}
