package org.rav1ebygop.api;

/// Everything about a video that is the same for all its frames.
///
/// @param layout of every frame
/// @param frameRate frames per second
/// @param sampleAspectRatio width to height of one sample; 1:1 when the source does not tell
/// @param chromaPosition of 4:2:0 chroma
/// @param color what code values mean
public record VideoFormat(
    FrameLayout layout,
    Rational frameRate,
    Rational sampleAspectRatio,
    ChromaPosition chromaPosition,
    ColorDescription color) {

  /// The same with another colour description.
  public VideoFormat withColor(ColorDescription newColor) {
    return new VideoFormat(layout, frameRate, sampleAspectRatio, chromaPosition, newColor);
  }

  /// How long `frames` frames play, in seconds.
  public double seconds(long frames) {
    return frames / frameRate.value();
  }
}
