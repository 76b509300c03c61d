package org.rav1ebygop.bench.chart;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/// Lines over two axes, as SVG.
///
/// @param title above all
/// @param x axis to the right
/// @param y axis upwards
/// @param lines at most as many as there are colours
public record Chart(String title, Scale x, Scale y, List<Line> lines) {
  private static final int WIDTH = 860;
  private static final int HEIGHT = 480;
  private static final int LEFT = 80;
  private static final int TOP = 40;
  private static final int PLOT_WIDTH = 560;
  private static final int PLOT_HEIGHT = 380;
  private static final int LEGEND = LEFT + PLOT_WIDTH + 20;
  private static final int LEGEND_STEP = 22;

  /// Told apart by people who see few colours (Okabe and Ito, Color Universal Design, 2008).
  private static final List<String> COLOURS =
      List.of("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  /// How an axis is drawn.
  ///
  /// @param title with the unit
  /// @param logarithmic whether equal distances are equal ratios; values are then more than 0
  public record Scale(String title, boolean logarithmic) {}

  /// A line through points, in their order.
  public record Line(String name, List<Point> points) {}

  /// A point in the units of the axes.
  public record Point(double x, double y) {}

  /// @throws IllegalArgumentException when there are no points, or more lines than colours
  public Chart {
    lines = List.copyOf(lines);
    if (lines.size() > COLOURS.size() || lines.stream().allMatch(line -> line.points.isEmpty())) {
      throw new IllegalArgumentException(lines.size() + " lines");
    }
  }

  /// The whole file.
  public String svg() {
    List<Point> all = lines.stream().flatMap(line -> line.points.stream()).toList();
    Axis across = Axis.of(x.title, x.logarithmic, all.stream().map(Point::x).toList());
    Axis upwards = Axis.of(y.title, y.logarithmic, all.stream().map(Point::y).toList());
    var out = new Formatter(Locale.ROOT);
    out.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">\n",
        WIDTH, HEIGHT);
    out.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", WIDTH, HEIGHT);
    out.format("<text x=\"%d\" y=\"22\" font-size=\"16\">%s</text>\n", LEFT, escaped(title));
    across(out, across);
    upwards(out, upwards);
    for (int i = 0; i < lines.size(); i++) {
      line(out, i, across, upwards);
    }
    out.format("</svg>\n");
    return out.toString();
  }

  private static void across(Formatter out, Axis axis) {
    int bottom = TOP + PLOT_HEIGHT;
    for (double mark : axis.marks()) {
      double at = LEFT + PLOT_WIDTH * axis.place(mark);
      grid(out, at, TOP, at, bottom);
      out.format(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
          at, bottom + 18, Axis.label(mark));
    }
    out.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
        LEFT + PLOT_WIDTH / 2, bottom + 42, escaped(axis.title()));
  }

  private static void upwards(Formatter out, Axis axis) {
    for (double mark : axis.marks()) {
      double at = TOP + PLOT_HEIGHT * (1 - axis.place(mark));
      grid(out, LEFT, at, LEFT + PLOT_WIDTH, at);
      out.format(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
          LEFT - 8, at + 4, Axis.label(mark));
    }
    int middle = TOP + PLOT_HEIGHT / 2;
    out.format(
        "<text x=\"22\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 22 %d)\">%s</text>\n",
        middle, middle, escaped(axis.title()));
  }

  private void line(Formatter out, int index, Axis across, Axis upwards) {
    Line line = lines.get(index);
    String colour = COLOURS.get(index);
    var path = new StringBuilder();
    for (Point point : line.points) {
      double px = LEFT + PLOT_WIDTH * across.place(point.x);
      double py = TOP + PLOT_HEIGHT * (1 - upwards.place(point.y));
      path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", path.isEmpty() ? "" : " ", px, py));
      out.format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>\n", px, py, colour);
    }
    out.format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>\n", path, colour);
    int at = TOP + LEGEND_STEP * index + 8;
    out.format("<path d=\"M%d %dh24\" stroke=\"%s\" stroke-width=\"2\"/>\n", LEGEND, at, colour);
    out.format("<text x=\"%d\" y=\"%d\">%s</text>\n", LEGEND + 30, at + 4, escaped(line.name));
  }

  private static void grid(Formatter out, double x1, double y1, double x2, double y2) {
    out.format("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#ddd\"/>\n", x1, y1, x2, y2);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
