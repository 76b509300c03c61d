package org.rav1ebygop.engine.resources;

import org.rav1ebygop.api.VideoFormat;

/// A guess at the size of a film before it is encoded.
///
/// Bits per pixel by quantizer, four times those of clean animation: 72 frames of Big Buck Bunny at
/// 424x240, rav1e 0.7.1, speed 9, take 0.28, 0.106, 0.044, 0.0145 and 0.005 at quantizers 20, 50,
/// 100, 160 and 255; with noise of strength 12 on top up to 29 times as much. Film lies between.
public final class FilmSize {
  private static final double[][] BITS_PER_PIXEL = {
    {0, 5}, {20, 1.1}, {50, 0.42}, {100, 0.175}, {160, 0.058}, {255, 0.02}
  };

  private FilmSize() {}

  /// Bytes of the film, within a factor of five or so; -1 when the number of frames is not known.
  ///
  /// @param frames of the film, or -1
  /// @param quantizer 0 to 255
  public static long guess(VideoFormat format, long frames, int quantizer) {
    if (frames < 0) {
      return -1;
    }
    double pixels = (double) format.layout().width() * format.layout().height();
    return Math.round(frames * pixels * bitsPerPixel(quantizer) / 8);
  }

  /// Between two measured points the logarithm is interpolated.
  private static double bitsPerPixel(int quantizer) {
    int upper = 1;
    while (BITS_PER_PIXEL[upper][0] < quantizer) {
      upper++;
    }
    double[] from = BITS_PER_PIXEL[upper - 1];
    double[] to = BITS_PER_PIXEL[upper];
    double part = (quantizer - from[0]) / (to[0] - from[0]);
    return from[1] * Math.pow(to[1] / from[1], part);
  }
}
