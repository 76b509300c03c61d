package org.rav1ebygop.api;

/// How near a frame that a decoder shows, film grain left out, comes to the frame that was to be
/// encoded.
///
/// @param luma of plane 0
/// @param cb of plane 1
/// @param cr of plane 2
public record FrameQuality(Plane luma, Plane cb, Plane cr) {
  /// One plane.
  ///
  /// @param squares sum of the squares of the differences between samples, 0 or more
  /// @param ssim mean structural similarity (Wang et al., 2004), -1 to 1
  public record Plane(long squares, double ssim) {}

  /// A plane by its number.
  public Plane plane(int plane) {
    return switch (plane) {
      case 0 -> luma;
      case 1 -> cb;
      case 2 -> cr;
      default -> throw new IndexOutOfBoundsException("plane " + plane);
    };
  }
}
