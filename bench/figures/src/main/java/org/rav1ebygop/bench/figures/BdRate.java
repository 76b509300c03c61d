package org.rav1ebygop.bench.figures;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How much more rate one encoder takes than another for the same quality, in per cent, on average
/// over the qualities that both reach.
///
/// The measure is that of G. Bjøntegaard, "Calculation of average PSNR differences between
/// RD-curves", VCEG-M33, 2001: the mean difference of the logarithms of the rates as functions of
/// quality. Between the points the curves are piecewise cubic and monotone where the points are, as
/// F. N. Fritsch and R. E. Carlson describe, "Monotone Piecewise Cubic Interpolation", SIAM Journal
/// on Numerical Analysis 17, 1980, with the slopes of F. N. Fritsch and J. Butland, 1984.
final class BdRate {
  private BdRate() {}

  /// The mean difference.
  ///
  /// @param reference at least two points
  /// @param other at least two points; above 0 when it takes more
  /// @throws IllegalArgumentException when their qualities have nothing in common
  static double percent(
      List<RatePoint> reference, List<RatePoint> other, ToDoubleFunction<RatePoint> quality) {
    Curve one = Curve.of(reference, quality);
    Curve two = Curve.of(other, quality);
    double from = Math.max(one.first(), two.first());
    double to = Math.min(one.last(), two.last());
    if (!(from < to)) {
      throw new IllegalArgumentException("the curves have no quality in common");
    }
    double difference = (two.integral(from, to) - one.integral(from, to)) / (to - from);
    return 100 * Math.expm1(difference);
  }

  /// The natural logarithm of the rate as a function of quality.
  private static final class Curve {
    private final double[] qualities;
    private final double[] rates;
    private final double[] slopes;

    private Curve(double[] qualities, double[] rates) {
      this.qualities = qualities;
      this.rates = rates;
      this.slopes = slopes(qualities, rates);
    }

    static Curve of(List<RatePoint> points, ToDoubleFunction<RatePoint> quality) {
      List<RatePoint> sorted = points.stream().sorted(Comparator.comparingDouble(quality)).toList();
      double[] qualities = sorted.stream().mapToDouble(quality).toArray();
      if (qualities.length < 2) {
        throw new IllegalArgumentException("a curve has two points or more");
      }
      for (int i = 1; i < qualities.length; i++) {
        if (!(qualities[i - 1] < qualities[i])) {
          throw new IllegalArgumentException("two points have the same quality");
        }
      }
      double[] rates = sorted.stream().mapToDouble(point -> Math.log(point.kilobits())).toArray();
      return new Curve(qualities, rates);
    }

    double first() {
      return qualities[0];
    }

    double last() {
      return qualities[qualities.length - 1];
    }

    /// By Simpson's rule on each piece, which is exact for cubics.
    double integral(double from, double to) {
      double sum = 0;
      for (int i = 0; i + 1 < qualities.length; i++) {
        double begin = Math.max(from, qualities[i]);
        double end = Math.min(to, qualities[i + 1]);
        if (begin < end) {
          double middle = (begin + end) / 2;
          sum += (end - begin) / 6 * (at(i, begin) + 4 * at(i, middle) + at(i, end));
        }
      }
      return sum;
    }

    /// The cubic of a piece, in Hermite's form.
    private double at(int piece, double quality) {
      double width = qualities[piece + 1] - qualities[piece];
      double t = (quality - qualities[piece]) / width;
      double s = 1 - t;
      return rates[piece] * (1 + 2 * t) * s * s
          + slopes[piece] * width * t * s * s
          + rates[piece + 1] * t * t * (3 - 2 * t)
          - slopes[piece + 1] * width * t * t * s;
    }

    private static double[] slopes(double[] x, double[] y) {
      int last = x.length - 1;
      double[] widths = new double[last];
      double[] secants = new double[last];
      for (int i = 0; i < last; i++) {
        widths[i] = x[i + 1] - x[i];
        secants[i] = (y[i + 1] - y[i]) / widths[i];
      }
      double[] slopes = new double[x.length];
      for (int i = 1; i < last; i++) {
        slopes[i] = inner(widths[i - 1], widths[i], secants[i - 1], secants[i]);
      }
      slopes[0] = last == 1 ? secants[0] : outer(widths[0], widths[1], secants[0], secants[1]);
      slopes[last] =
          last == 1
              ? secants[0]
              : outer(widths[last - 1], widths[last - 2], secants[last - 1], secants[last - 2]);
      return slopes;
    }

    /// The weighted harmonic mean of the secants on both sides; 0 where they differ in sign.
    private static double inner(double width, double nextWidth, double secant, double next) {
      if (secant * next <= 0) {
        return 0;
      }
      double weight = 2 * nextWidth + width;
      double nextWeight = nextWidth + 2 * width;
      return (weight + nextWeight) / (weight / secant + nextWeight / next);
    }

    /// That of the parabola through three points, as far as it keeps the piece monotone.
    private static double outer(double width, double nextWidth, double secant, double next) {
      double slope = ((2 * width + nextWidth) * secant - width * next) / (width + nextWidth);
      if (slope * secant <= 0) {
        return 0;
      }
      boolean bends = secant * next <= 0;
      return bends && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope;
    }
  }
}
