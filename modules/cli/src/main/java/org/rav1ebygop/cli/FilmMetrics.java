package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.metrics.QualitySum;

/// Collects what encoders measure, and tells it at the end: as a table, to scripts, to people.
final class FilmMetrics {
  private final Path file;
  private final FrameLayout layout;
  private final Consumer<QualitySum> told;
  private final SortedMap<Integer, JobEvent.Measured> gops = new TreeMap<>();

  private FilmMetrics(Path file, FrameLayout layout, Consumer<QualitySum> told) {
    this.file = file;
    this.layout = layout;
    this.told = told;
  }

  /// Nothing yet; the file is emptied, so that it is known early whether it can be written.
  ///
  /// @param name of the table, or null when nothing is measured
  /// @param told the sum over the film
  /// @throws GopException of kind ENVIRONMENT when it cannot be written
  static @Nullable FilmMetrics open(
      @Nullable String name, FrameLayout layout, Consumer<QualitySum> told) {
    if (name == null) {
      return null;
    }
    var metrics = new FilmMetrics(Destination.path(name), layout, told);
    metrics.write(List.of());
    return metrics;
  }

  /// Takes the frames of a GOP.
  synchronized void add(JobEvent.Measured measured) {
    gops.put(measured.gop().index(), measured);
  }

  /// Writes the table and tells the sum.
  ///
  /// @param frames of the film
  synchronized void end(long frames, PrintStream err) {
    List<String> rows = new ArrayList<>();
    var film = new QualitySum(layout);
    for (JobEvent.Measured gop : gops.values()) {
      addRows(gop, rows);
      gop.frames().forEach(film::add);
    }
    if (film.frames() == 0) {
      err.printf("  No frame was measured: no GOP was encoded here%n%n");
      return;
    }
    rows.add("film,,0,%d,%s".formatted(film.frames(), QualityText.row(film)));
    write(rows);
    told.accept(film);
    err.printf(
        "  %s%s -> %s%n%n",
        QualityText.line(film),
        film.frames() == frames
            ? ""
            : " of %d frames; those of earlier runs and other machines are not measured"
                .formatted(film.frames()),
        file);
  }

  private void addRows(JobEvent.Measured gop, List<String> rows) {
    int index = gop.gop().index();
    long number = gop.gop().firstFrame();
    rows.add(
        "gop,%d,%d,%d,%s"
            .formatted(index, number, gop.frames().size(), QualityText.row(QualityText.sum(gop))));
    for (FrameQuality frame : gop.frames()) {
      rows.add(
          "frame,%d,%d,1,%s"
              .formatted(index, number++, QualityText.row(QualitySum.of(layout, frame))));
    }
  }

  private void write(List<String> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("what,gop,first_frame,frames," + QualityText.columns());
    lines.addAll(rows);
    try {
      Files.write(file, lines, US_ASCII);
    } catch (IOException e) {
      throw GopException.environment(
          "cannot write the metrics to %s: %s".formatted(file, Text.reason(e)), e);
    }
  }
}
