package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.metrics.QualitySum;

/// Collects what encoders measure, and tells it at the end: as a table, to scripts, to people.
final class FilmMetrics {
  private static final String HEADER = "what,gop,first_frame,frames," + QualityText.COLUMNS;

  private final Path file;
  private final FrameLayout layout;
  private final Consumer<QualitySum> told;
  private final SortedMap<Integer, MeasuredGop> gops = new TreeMap<>();

  private FilmMetrics(Path file, FrameLayout layout, Consumer<QualitySum> told) {
    this.file = file;
    this.layout = layout;
    this.told = told;
  }

  /// Nothing yet. That the file can be written to is tried now; what is in it stays until the end,
  /// and a file that holds anything else than metrics is left alone.
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
      Files.newOutputStream(metrics.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
          .close();
    } catch (IOException e) {
      throw GopException.environment(
          "cannot write the metrics to %s: %s".formatted(name, Text.reason(e)), e);
    }
    return metrics;
  }

  /// Takes the frames of a GOP.
  synchronized void add(JobEvent.Measured measured) {
    gops.put(measured.gop().index(), MeasuredGop.of(measured));
  }

  /// Writes the table and tells the sum.
  ///
  /// @param frames of the film
  synchronized void end(long frames, PrintStream err) {
    var film = new QualitySum(layout);
    gops.values().forEach(gop -> gop.addTo(film));
    if (film.frames() == 0) {
      err.printf("  No frame was measured: no GOP was encoded here%n%n");
      return;
    }
    told.accept(film);
    try {
      write(film);
    } catch (IOException e) {
      err.printf("warning: the metrics could not be written to %s: %s%n", file, Text.reason(e));
    }
    err.printf(
        "  %s%s -> %s%n%n",
        QualityText.line(film),
        film.frames() == frames
            ? ""
            : String.format(
                Locale.ROOT,
                " of %d frames; those of other machines, and of earlier runs without --metrics, are not measured",
                film.frames()),
        file);
  }

  private void write(QualitySum film) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, US_ASCII)) {
      out.write(HEADER + "\n");
      for (MeasuredGop gop : gops.values()) {
        write(gop, out);
      }
      out.write(
          String.format(Locale.ROOT, "film,,0,%d,%s\n", film.frames(), QualityText.row(film)));
    }
  }

  private void write(MeasuredGop gop, BufferedWriter out) throws IOException {
    var sum = new QualitySum(layout);
    gop.addTo(sum);
    int index = gop.gop().index();
    long first = gop.gop().firstFrame();
    out.write(
        String.format(
            Locale.ROOT, "gop,%d,%d,%d,%s\n", index, first, gop.frames(), QualityText.row(sum)));
    for (int i = 0; i < gop.frames(); i++) {
      String row = QualityText.row(QualitySum.of(layout, gop.frame(i)));
      out.write(String.format(Locale.ROOT, "frame,%d,%d,1,%s\n", index, first + i, row));
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
}
