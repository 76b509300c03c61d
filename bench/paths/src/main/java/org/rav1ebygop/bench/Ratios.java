package org.rav1ebygop.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs benchmarks in rounds and prints what each takes as a ratio to the limit beside it: the
/// method of the same class, with the same parameters, whose name begins with "limit". A ratio is
/// made in each round, in which both ran within seconds of each other; the table has the median,
/// the least and the greatest.
public final class Ratios {
  private static final String LIMIT = "limit";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Map<String, Series> all = new TreeMap<>();

  /// How thorough to be.
  ///
  /// @param millis of one iteration
  private record Pace(int rounds, int warmups, int iterations, int millis) {
    static final Pace QUICK = new Pace(2, 2, 1, 150);
    static final Pace FULL = new Pace(7, 3, 4, 500);
  }

  /// One benchmark.
  private static final class Series {
    final String name;
    final String group;
    final boolean limit;
    final String unit;
    final List<Double> scores = new ArrayList<>();
    double allocated;

    Series(BenchmarkParams params, String unit) {
      String[] words = params.getBenchmark().split("\\.");
      String method = words[words.length - 1];
      var values = new StringBuilder();
      params
          .getParamsKeys()
          .forEach(key -> values.append(' ').append(key).append('=').append(params.getParam(key)));
      this.group = words[words.length - 2] + values;
      this.name = group + " " + method;
      this.limit = method.startsWith(LIMIT);
      this.unit = unit;
    }
  }

  private Ratios() {}

  /// @param args "quick" or "full", then optionally a pattern of names, then a file for JSON
  public static void main(String[] args) throws RunnerException, IOException {
    Pace pace = args[0].equals("full") ? Pace.FULL : Pace.QUICK;
    var ratios = new Ratios();
    for (int round = 0; round < pace.rounds; round++) {
      ratios.add(new Runner(options(pace, args.length > 1 ? args[1] : ".*")).run());
    }
    ratios.print();
    if (args.length > 2) {
      Files.writeString(Path.of(args[2]), ratios.json());
    }
  }

  private static Options options(Pace pace, String pattern) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .forks(1)
            .warmupIterations(pace.warmups)
            .warmupTime(TimeValue.milliseconds(pace.millis))
            .measurementIterations(pace.iterations)
            .measurementTime(TimeValue.milliseconds(pace.millis))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .jvmArgs(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    return options.build();
  }

  private void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      Result<?> score = result.getPrimaryResult();
      var series = new Series(result.getParams(), score.getScoreUnit());
      series = all.merge(series.name, series, (known, _) -> known);
      series.scores.add(score.getScore());
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      series.allocated = allocated == null ? 0 : allocated.getScore();
    }
  }

  private void print() {
    System.out.printf(
        "%-48s %12s %8s  %-15s %12s%n", "what", "median", "ratio", "range", "bytes/op");
    for (Series series : all.values()) {
      List<Double> ratios = ratios(series);
      System.out.printf(
          Locale.ROOT,
          "%-48s %9.2f %-5s %5.2f  %6.2f-%-8.2f %12.0f%n",
          series.name,
          median(series.scores),
          series.unit,
          median(ratios),
          ratios.stream().min(Double::compare).orElse(Double.NaN),
          ratios.stream().max(Double::compare).orElse(Double.NaN),
          series.allocated);
    }
  }

  private List<Double> ratios(Series series) {
    Series limit =
        all.values().stream()
            .filter(other -> other.limit && other.group.equals(series.group))
            .findFirst()
            .orElse(series);
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < series.scores.size(); i++) {
      ratios.add(series.scores.get(i) / limit.scores.get(i));
    }
    return ratios;
  }

  private String json() {
    var lines = new ArrayList<String>();
    for (Series series : all.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  {\"name\": \"%s\", \"unit\": \"%s\", \"limit\": %s, \"bytes\": %.0f, \"scores\": %s, \"ratios\": %s}",
              series.name,
              series.unit,
              series.limit,
              series.allocated,
              series.scores,
              ratios(series)));
    }
    return "[\n" + String.join(",\n", lines) + "\n]\n";
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
