package org.rav1ebygop.bench.chart;

/// A piecewise cubic through points that stays monotone where they are: F. N. Fritsch and J.
/// Butland, "A method for constructing local monotone piecewise cubic interpolants", SIAM Journal
/// on Scientific and Statistical Computing 5(2), 1984; at the ends the three-point formula of C.
/// Moler, "Numerical Computing with MATLAB", section 3.6 (`pchip`).
final class Cubic {
  private final double[] x;
  private final double[] y;
  private final double[] slope;

  /// @param x ascending, 2 or more
  /// @param y as many
  /// @throws IllegalArgumentException when they are not
  Cubic(double[] x, double[] y) {
    if (x.length < 2 || x.length != y.length) {
      throw new IllegalArgumentException("%d and %d values".formatted(x.length, y.length));
    }
    for (int i = 1; i < x.length; i++) {
      if (!(x[i] > x[i - 1])) {
        throw new IllegalArgumentException("%s does not follow %s".formatted(x[i], x[i - 1]));
      }
    }
    this.x = x.clone();
    this.y = y.clone();
    this.slope = slopes();
  }

  /// The area under the curve between two places within it.
  double integral(double from, double to) {
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double begin = Math.max(from, x[i]);
      double end = Math.min(to, x[i + 1]);
      if (end > begin) {
        sum += area(i, end - x[i]) - area(i, begin - x[i]);
      }
    }
    return sum;
  }

  /// The integral of the cubic of one piece, from its beginning.
  private double area(int piece, double t) {
    double h = x[piece + 1] - x[piece];
    double secant = (y[piece + 1] - y[piece]) / h;
    double square = (3 * secant - 2 * slope[piece] - slope[piece + 1]) / h;
    double cube = (slope[piece] + slope[piece + 1] - 2 * secant) / (h * h);
    return t * (y[piece] + t * (slope[piece] / 2 + t * (square / 3 + t * cube / 4)));
  }

  private double[] slopes() {
    int pieces = x.length - 1;
    double[] h = new double[pieces];
    double[] secant = new double[pieces];
    for (int i = 0; i < pieces; i++) {
      h[i] = x[i + 1] - x[i];
      secant[i] = (y[i + 1] - y[i]) / h[i];
    }
    double[] slopes = new double[x.length];
    if (pieces == 1) {
      slopes[0] = secant[0];
      slopes[1] = secant[0];
      return slopes;
    }
    for (int i = 1; i < pieces; i++) {
      if (secant[i - 1] * secant[i] > 0) {
        double before = 2 * h[i] + h[i - 1];
        double after = h[i] + 2 * h[i - 1];
        slopes[i] = (before + after) / (before / secant[i - 1] + after / secant[i]);
      }
    }
    slopes[0] = end(h[0], h[1], secant[0], secant[1]);
    slopes[pieces] = end(h[pieces - 1], h[pieces - 2], secant[pieces - 1], secant[pieces - 2]);
    return slopes;
  }

  private static double end(double h, double next, double secant, double secantNext) {
    double slope = ((2 * h + next) * secant - h * secantNext) / (h + next);
    if (slope * secant <= 0) {
      return 0;
    }
    boolean turns = secant * secantNext < 0;
    return turns && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope;
  }
}
