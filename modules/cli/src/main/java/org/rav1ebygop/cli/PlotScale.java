package org.rav1ebygop.cli;

import java.util.ArrayList;
import java.util.List;

/// Maps values from 0 to a top onto a line of the picture.
///
/// @param from position of 0
/// @param to position of the top
/// @param top largest value
record PlotScale(double from, double to, double top) {
  /// The position of a value; what is above the top is drawn there.
  double at(double value) {
    return from + (to - from) * Math.clamp(value, 0, top) / top;
  }

  /// Round values from 0 to the top.
  ///
  /// @param most how many steps at the most
  List<Double> ticks(int most) {
    double step = step(top, most);
    var ticks = new ArrayList<Double>();
    for (int i = 0; i * step <= top * (1 + 1e-9); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /// The smallest of 1, 2, 5, 10, 20, ... and their tenths and so on that needs no more steps.
  static double step(double top, int most) {
    double step = Math.pow(10, Math.floor(Math.log10(top / most)));
    for (double factor : new double[] {1, 2, 5}) {
      if (step * factor * most >= top) {
        return step * factor;
      }
    }
    return step * 10;
  }
}
