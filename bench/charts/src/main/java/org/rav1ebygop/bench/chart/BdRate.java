package org.rav1ebygop.bench.chart;

import java.util.Comparator;
import java.util.List;
import org.rav1ebygop.bench.chart.Chart.Point;

/// How much more rate one encoder needs than another for the same quality, over the qualities that
/// both reach: G. Bjøntegaard, "Calculation of average PSNR differences between RD-curves", ITU-T
/// SG16 VCEG-M33, 2001, with a piecewise cubic in place of the polynomial as in VCEG-AI11, 2008:
/// the mean distance of the two curves of the logarithm of the rate over the quality.
final class BdRate {
  private BdRate() {}

  /// The difference in per cent; less than 0 when the other one needs less.
  ///
  /// @param reference points of rate (x, more than 0) and quality (y, in decibel), 2 or more, in
  ///   any order; no two have one quality
  /// @param other as many or more or fewer
  /// @throws IllegalArgumentException when they reach no quality in common
  static double percent(List<Point> reference, List<Point> other) {
    double from = Math.max(least(reference), least(other));
    double to = Math.min(greatest(reference), greatest(other));
    if (!(to > from)) {
      throw new IllegalArgumentException("the curves have no quality in common");
    }
    double area = curve(other).integral(from, to) - curve(reference).integral(from, to);
    return 100 * (Math.exp(area / (to - from)) - 1);
  }

  private static Cubic curve(List<Point> points) {
    List<Point> sorted = points.stream().sorted(Comparator.comparingDouble(Point::y)).toList();
    return new Cubic(
        sorted.stream().mapToDouble(Point::y).toArray(),
        sorted.stream().mapToDouble(point -> Math.log(point.x())).toArray());
  }

  private static double least(List<Point> points) {
    return points.stream().mapToDouble(Point::y).min().orElse(Double.NaN);
  }

  private static double greatest(List<Point> points) {
    return points.stream().mapToDouble(Point::y).max().orElse(Double.NaN);
  }
}
