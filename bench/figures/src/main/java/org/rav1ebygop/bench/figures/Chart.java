package org.rav1ebygop.bench.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A plot of lines through points, as SVG.
///
/// @param title over it
/// @param x the axis to the right
/// @param y the axis upwards
/// @param lines in the order of the legend
public record Chart(String title, Axis x, Axis y, List<Line> lines) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 480;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 55;
  private static final int LEGEND_STEP = 18;

  /// Told apart by people who do not see all colours (M. Okabe and K. Ito, 2008).
  private static final List<String> COLORS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  /// Dashes, so that lines that lie upon one another are all seen.
  private static final List<String> DASHES = List.of("none", "7 5", "2 4", "10 4 2 4");

  /// Copies the list.
  public Chart {
    lines = List.copyOf(lines);
    if (lines.stream().allMatch(line -> line.points().isEmpty())) {
      throw new IllegalArgumentException("nothing to plot");
    }
  }

  /// @param label with its unit
  /// @param logarithmic whether equal steps are equal ratios; all values are above 0 then
  public record Axis(String label, boolean logarithmic) {
    private double place(double value) {
      return logarithmic ? Math.log10(value) : value;
    }
  }

  /// @param name in the legend
  public record Line(String name, List<Point> points) {
    /// Copies the list.
    public Line {
      points = List.copyOf(points);
    }
  }

  /// In the units of the axes.
  public record Point(double x, double y) {}

  /// The part of an axis that is shown, and where.
  private record Scale(Axis axis, double from, double to, double first, double last) {
    static Scale of(Axis axis, double[] values, double first, double last) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        min = Math.min(min, axis.place(value));
        max = Math.max(max, axis.place(value));
      }
      double margin = max > min ? (max - min) / 20 : 0.5;
      return new Scale(axis, min - margin, max + margin, first, last);
    }

    double at(double value) {
      return first + (axis.place(value) - from) / (to - from) * (last - first);
    }

    /// Round values: 1, 2 or 5 times a power of ten; all digits where that is little.
    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      if (axis.logarithmic) {
        for (int power = (int) Math.floor(from); power <= to; power++) {
          for (int digit = 1; digit < 10; digit++) {
            if (to - from < 1 || digit == 1 || digit == 2 || digit == 5) {
              ticks.add(digit * Math.pow(10, power));
            }
          }
        }
      } else {
        double step = step((to - from) / 8);
        for (double tick = Math.ceil(from / step); tick * step <= to; tick++) {
          ticks.add(tick * step);
        }
      }
      return ticks.stream()
          .filter(tick -> axis.place(tick) >= from && axis.place(tick) <= to)
          .toList();
    }

    private static double step(double about) {
      double power = Math.pow(10, Math.floor(Math.log10(about)));
      double digit = about / power;
      return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
  }

  /// The document.
  public String svg() {
    Scale across = Scale.of(x, all().mapToDouble(Point::x).toArray(), LEFT, (double) WIDTH - RIGHT);
    Scale up = Scale.of(y, all().mapToDouble(Point::y).toArray(), (double) HEIGHT - BOTTOM, TOP);
    var svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
        WIDTH,
        HEIGHT);
    add(svg, "<rect width='100%%' height='100%%' fill='white'/>");
    add(svg, "<text x='%d' y='22' font-size='15'>%s</text>", LEFT, escaped(title));
    addAxes(svg, across, up);
    for (int i = 0; i < lines.size(); i++) {
      addLine(svg, i, across, up);
    }
    return svg.append("</svg>\n").toString();
  }

  private Stream<Point> all() {
    return lines.stream().flatMap(line -> line.points().stream());
  }

  private void addAxes(StringBuilder svg, Scale across, Scale up) {
    int floor = HEIGHT - BOTTOM;
    for (double tick : across.ticks()) {
      double at = across.at(tick);
      add(svg, "<path d='M%.1f %dV%d' stroke='#ddd'/>", at, TOP, floor);
      add(
          svg,
          "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
          at,
          floor + 17,
          number(tick));
    }
    for (double tick : up.ticks()) {
      double at = up.at(tick);
      add(svg, "<path d='M%d %.1fH%d' stroke='#ddd'/>", LEFT, at, WIDTH - RIGHT);
      add(svg, "<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 6, at + 4, number(tick));
    }
    add(
        svg,
        "<path d='M%d %dV%dH%d' fill='none' stroke='black'/>",
        LEFT,
        TOP,
        floor,
        WIDTH - RIGHT);
    add(
        svg,
        "<text x='%d' y='%d' text-anchor='middle'>%s</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 15,
        escaped(x.label));
    add(
        svg,
        "<text transform='translate(18 %d) rotate(-90)' text-anchor='middle'>%s</text>",
        (TOP + floor) / 2,
        escaped(y.label));
  }

  private void addLine(StringBuilder svg, int index, Scale across, Scale up) {
    Line line = lines.get(index);
    String color = COLORS.get(index % COLORS.size());
    String dash = DASHES.get(index % DASHES.size());
    var path = new StringBuilder();
    for (Point point : line.points()) {
      double right = across.at(point.x());
      double height = up.at(point.y());
      path.append(
          String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", right, height));
      add(svg, "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", right, height, color);
    }
    add(
        svg,
        "<path d='%s' fill='none' stroke='%s' stroke-width='2' stroke-dasharray='%s'/>",
        path,
        color,
        dash);
    int legend = TOP + 18 + index * LEGEND_STEP;
    add(
        svg,
        "<path d='M%d %dh34' stroke='%s' stroke-width='2' stroke-dasharray='%s'/>",
        LEFT + 15,
        legend - 4,
        color,
        dash);
    add(svg, "<text x='%d' y='%d'>%s</text>", LEFT + 57, legend, escaped(line.name()));
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
