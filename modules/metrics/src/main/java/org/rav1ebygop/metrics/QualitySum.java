package org.rav1ebygop.metrics;

import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;

/// The quality of one frame, or of many together: squares are added up before they become decibels,
/// similarities are averaged.
public final class QualitySum {
  private final FrameLayout layout;
  private final double[] squares = new double[FrameLayout.PLANES];
  private final double[] similarity = new double[FrameLayout.PLANES];
  private long frames;

  /// Of no frames yet.
  public QualitySum(FrameLayout layout) {
    this.layout = layout;
  }

  /// Of one frame.
  public static QualitySum of(FrameLayout layout, FrameQuality frame) {
    var sum = new QualitySum(layout);
    sum.add(frame);
    return sum;
  }

  /// Adds a frame.
  public void add(FrameQuality frame) {
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      squares[plane] += frame.plane(plane).squares();
      similarity[plane] += frame.plane(plane).ssim();
    }
    frames++;
  }

  /// Frames added.
  public long frames() {
    return frames;
  }

  /// PSNR of a plane in decibel; infinite when nothing differs.
  public double psnr(int plane) {
    return decibel(squares[plane], samples(plane));
  }

  /// PSNR over the samples of all planes, in which each sample counts alike: of 4:2:0 luma has two
  /// thirds.
  public double psnr() {
    return decibel(squares[0] + squares[1] + squares[2], samples());
  }

  /// SSIM of a plane; NaN of no frames.
  public double ssim(int plane) {
    return similarity[plane] / frames;
  }

  /// SSIM of all planes by their numbers of samples; NaN of no frames.
  public double ssim() {
    double sum = 0;
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      sum += ssim(plane) * samples(plane);
    }
    return sum / samples();
  }

  private double decibel(double sum, double samples) {
    double peak = (1 << layout.bitDepth()) - 1;
    return sum == 0
        ? Double.POSITIVE_INFINITY
        : 10 * Math.log10(peak * peak * samples * frames / sum);
  }

  private double samples() {
    return samples(0) + samples(1) + samples(2);
  }

  private double samples(int plane) {
    return (double) layout.planeWidth(plane) * layout.planeHeight(plane);
  }
}
