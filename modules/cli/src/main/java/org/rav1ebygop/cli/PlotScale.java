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

  /// Round whole numbers from 0 to the top.
  ///
  /// @param most how many steps at the most
  List<Long> ticks(int most) {
    long step = step(top, most);
    var ticks = new ArrayList<Long>();
    for (int i = 0; i * step <= top; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /// The smallest of 1, 2, 5, 10, 20, ... that needs no more steps.
  private static long step(double top, int most) {
    for (long power = 1; ; power *= 10) {
      for (long factor : new long[] {1, 2, 5}) {
        if (power * factor * most >= top) {
          return power * factor;
        }
      }
    }
  }
}
