package org.rav1ebygop.api;

/// The colour volume of the display a film was mastered on (SMPTE ST 2086).
///
/// @param red chromaticity of the red primary
/// @param green chromaticity of the green primary
/// @param blue chromaticity of the blue primary
/// @param whitePoint chromaticity of white
/// @param maxLuminance candela per square metre
/// @param minLuminance candela per square metre
public record MasteringDisplay(
    Chromaticity red,
    Chromaticity green,
    Chromaticity blue,
    Chromaticity whitePoint,
    double maxLuminance,
    double minLuminance) {

  /// A point of the CIE 1931 diagram.
  ///
  /// @param x 0 to 1
  /// @param y 0 to 1
  public record Chromaticity(double x, double y) {}
}
