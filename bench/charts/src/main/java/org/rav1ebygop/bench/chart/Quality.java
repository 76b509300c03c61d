package org.rav1ebygop.bench.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rav1ebygop.bench.chart.Chart.Point;

/// Reads what `bench/quality.sh` has measured and prints the BD-rate of each way against the first.
public final class Quality {
  private static final int COLUMNS = 5;
  private static final double KILO = 1000;

  private Quality() {}

  /// @param args a file with lines "WAY QUANTIZER BITS_PER_SECOND PSNR SSIM", and where the plot
  ///   goes
  public static void main(String[] args) throws IOException {
    Map<String, List<Point>> psnr = new LinkedHashMap<>();
    Map<String, List<Point>> ssim = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      String[] words = line.split(" ", COLUMNS + 1);
      if (words.length != COLUMNS) {
        throw new IOException("%s: no measurement: %s".formatted(args[0], line));
      }
      double rate = Double.parseDouble(words[2]);
      add(psnr, words[0], new Point(rate, Double.parseDouble(words[3])));
      add(ssim, words[0], new Point(rate, decibel(Double.parseDouble(words[4]))));
    }
    print(psnr, ssim);
    Files.writeString(Path.of(args[1]), chart(psnr).svg());
  }

  private static void add(Map<String, List<Point>> curves, String way, Point point) {
    curves.computeIfAbsent(way, _ -> new ArrayList<>()).add(point);
  }

  /// Spreads similarities near 1, as FFmpeg's filter prints them.
  private static double decibel(double ssim) {
    return -10 * Math.log10(1 - ssim);
  }

  private static void print(Map<String, List<Point>> psnr, Map<String, List<Point>> ssim) {
    String reference = psnr.keySet().iterator().next();
    System.out.printf("%-28s %14s %14s%n", "BD-rate against " + reference, "by PSNR", "by SSIM");
    for (String way : psnr.keySet()) {
      System.out.printf(
          Locale.ROOT,
          "%-28s %+12.3f %% %+12.3f %%%n",
          way,
          BdRate.percent(psnr.get(reference), psnr.get(way)),
          BdRate.percent(ssim.get(reference), ssim.get(way)));
    }
  }

  private static Chart chart(Map<String, List<Point>> curves) {
    var lines = new ArrayList<Chart.Line>();
    curves.forEach((way, points) ->
        lines.add(
            new Chart.Line(
                way, points.stream().map(p -> new Point(p.x() / KILO, p.y())).toList())));
    return new Chart(
        "Rate and distortion",
        new Chart.Scale("kbit/s", true),
        new Chart.Scale("PSNR, dB", false),
        lines);
  }
}
