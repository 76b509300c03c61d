package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
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
  private static final String HEADER = "what,gop,first_frame,frames," + QualityText.COLUMNS;

  private final Path file;
  private final FrameLayout layout;
  private final Consumer<QualitySum> told;
  private final SortedMap<Integer, JobEvent.Measured> gops = new TreeMap<>();

  private FilmMetrics(Path file, FrameLayout layout, Consumer<QualitySum> told) {
    this.file = file;
    this.layout = layout;
    this.told = told;
  }

  /// Nothing yet; the file is emptied, so that it is known early whether it can be written. A file
  /// that holds anything else is left alone.
  ///
  /// @param name of the table, or null when nothing is measured
  /// @param told the sum over the film
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written
  static @Nullable FilmMetrics open(
      @Nullable String name, FrameLayout layout, Consumer<QualitySum> told) {
    if (name == null) {
      return null;
    }
    var metrics = new FilmMetrics(Destination.path(name), layout, told);
    try {
      requireTable(metrics.file);
      metrics.write(List.of());
    } catch (IOException e) {
      throw GopException.environment(
          "cannot write the metrics to %s: %s".formatted(name, Text.reason(e)), e);
    }
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
    told.accept(film);
    try {
      write(rows);
    } catch (IOException e) {
      err.printf("warning: the metrics could not be written to %s: %s%n", file, Text.reason(e));
    }
    err.printf(
        "  %s%s -> %s%n%n",
        QualityText.line(film),
        film.frames() == frames
            ? ""
            : " of %d frames; those of other machines, and of earlier runs without --metrics, are not measured"
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

  private static void requireTable(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEADER.length());
    }
    if (!HEADER.startsWith(new String(head, US_ASCII))) {
      throw GopException.usage(
          "%s holds something else than metrics; name another file for --metrics, or delete it"
              .formatted(file));
    }
  }

  private void write(List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.addAll(rows);
    Files.write(file, lines, US_ASCII);
  }
}
