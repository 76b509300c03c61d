package org.rav1ebygop.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes a table and a plot of what `bench/quality.sh` has measured.
///
/// A row is `way,quantizer,bytes,frames,fps,psnr,ssim`; the first way is the reference.
public final class QualityFigures {
  private static final int COLUMNS = 7;

  private QualityFigures() {}

  /// Arguments: the file with the rows, and where the plot goes.
  public static void main(String[] arguments) throws IOException {
    Map<String, List<RatePoint>> ways = read(Files.readAllLines(Path.of(arguments[0])));
    Files.writeString(Path.of(arguments[1]), chart(ways).svg());
    System.out.print(table(ways));
  }

  /// The points by their way, in the order in which they come.
  ///
  /// @throws IllegalArgumentException when a row is not of that form
  static Map<String, List<RatePoint>> read(List<String> rows) {
    var ways = new LinkedHashMap<String, List<RatePoint>>();
    for (String row : rows) {
      String[] columns = row.split(",", -1);
      if (columns.length != COLUMNS) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "not %d columns: %s", COLUMNS, row));
      }
      double seconds = Double.parseDouble(columns[3]) / Double.parseDouble(columns[4]);
      double kilobits = Double.parseDouble(columns[2]) * 8 / 1000 / seconds;
      var point =
          new RatePoint(
              Integer.parseInt(columns[1]),
              kilobits,
              Double.parseDouble(columns[5]),
              Double.parseDouble(columns[6]));
      ways.computeIfAbsent(columns[0], _ -> new ArrayList<>()).add(point);
    }
    return ways;
  }

  /// A table in Markdown.
  static String table(Map<String, List<RatePoint>> ways) {
    List<RatePoint> reference = ways.values().iterator().next();
    var text =
        new StringBuilder(
            "| way | quantizer: kbit/s, PSNR dB, SSIM | BD-rate, PSNR | BD-rate, SSIM |\n");
    text.append("| --- | --- | --- | --- |\n");
    ways.forEach((way, points) ->
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %+.2f %% | %+.2f %% |%n",
                way,
                String.join("; ", points.stream().map(QualityFigures::point).toList()),
                BdRate.percent(reference, points, RatePoint::psnr),
                BdRate.percent(reference, points, QualityFigures::similarity))));
    return text.toString();
  }

  /// Rate against PSNR.
  static Chart chart(Map<String, List<RatePoint>> ways) {
    List<Chart.Line> lines = new ArrayList<>();
    ways.forEach((way, points) ->
        lines.add(
            new Chart.Line(
                way,
                points.stream()
                    .sorted(Comparator.comparingDouble(RatePoint::kilobits))
                    .map(point -> new Chart.Point(point.kilobits(), point.psnr()))
                    .toList())));
    return new Chart(
        "Quality at equal rates",
        new Chart.Axis("kbit/s", true),
        new Chart.Axis("PSNR of luma, dB", false),
        lines);
  }

  /// SSIM in decibel, which is less crooked a function of the logarithm of the rate.
  private static double similarity(RatePoint point) {
    return -10 * Math.log10(1 - point.ssim());
  }

  private static String point(RatePoint point) {
    return String.format(
        Locale.ROOT,
        "%d: %.1f, %.3f, %.5f",
        point.quantizer(),
        point.kilobits(),
        point.psnr(),
        point.ssim());
  }
}
