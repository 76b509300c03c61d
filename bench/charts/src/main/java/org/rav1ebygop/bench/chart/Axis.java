package org.rav1ebygop.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One axis of a chart.
///
/// @param title with the unit
/// @param logarithmic whether equal distances are equal ratios; values are then more than 0
record Axis(String title, boolean logarithmic, double least, double greatest) {
  private static final int STEPS = 6;
  private static final int[] ROUND = {1, 2, 5};

  /// One that holds all values.
  static Axis of(String title, boolean logarithmic, List<Double> values) {
    double least = values.stream().min(Double::compare).orElseThrow();
    double greatest = values.stream().max(Double::compare).orElseThrow();
    double room = logarithmic ? 0 : Math.max(1e-9, greatest - least) / 20;
    return new Axis(title, logarithmic, least - room, greatest + room);
  }

  /// Where a value is: 0 at the least, 1 at the greatest.
  double place(double value) {
    double span = scale(greatest) - scale(least);
    return span == 0 ? 0.5 : (scale(value) - scale(least)) / span;
  }

  /// Round values to mark, ascending: 1, 2 or 5 times a power of ten.
  List<Double> marks() {
    return logarithmic ? decades() : steps();
  }

  /// A mark as text.
  static String label(double mark) {
    return mark == Math.rint(mark)
        ? Long.toString((long) mark)
        : String.format(Locale.ROOT, "%.4f", mark).replaceFirst("0+$", "");
  }

  private double scale(double value) {
    return logarithmic ? Math.log10(value) : value;
  }

  private List<Double> decades() {
    var marks = new ArrayList<Double>();
    for (int power = (int) Math.floor(scale(least)); power <= scale(greatest); power++) {
      for (int digit : ROUND) {
        add(marks, digit * Math.pow(10, power));
      }
    }
    return marks;
  }

  private List<Double> steps() {
    double rough = (greatest - least) / STEPS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (int digit : ROUND) {
      if (step == 10 * power && digit * power >= rough) {
        step = digit * power;
      }
    }
    var marks = new ArrayList<Double>();
    for (long i = (long) Math.ceil(least / step); i * step <= greatest; i++) {
      add(marks, i * step);
    }
    return marks;
  }

  private void add(List<Double> marks, double value) {
    if (value >= least && value <= greatest) {
      marks.add(value);
    }
  }
}
