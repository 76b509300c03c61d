package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.FileKind;
import org.rav1ebygop.engine.files.PendingFile;
import org.rav1ebygop.engine.files.WrittenFile;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.metrics.QualitySum;

/// Collects what encoders measure, and tells it at the end: as a table, to scripts, to people.
final class FilmMetrics {
  private static final String HEADER = "what,gop,first_frame,frames," + QualityText.COLUMNS;
  static final FileKind KIND = FileKind.text("metrics", HEADER);

  private final WrittenFile file;
  private final FrameLayout layout;
  private final Consumer<QualitySum> told;

  @GuardedBy("this")
  private final SortedMap<Integer, MeasuredGop> gops = new TreeMap<>();

  private FilmMetrics(WrittenFile file, FrameLayout layout, Consumer<QualitySum> told) {
    this.file = file;
    this.layout = layout;
    this.told = told;
  }

  /// Nothing yet. What is in the file stays until the end, and one that holds anything else than
  /// metrics is left alone.
  ///
  /// @param name of the table, or null when nothing is measured
  /// @param told the sum over the film
  /// @throws GopException of kind USAGE or ENVIRONMENT when it cannot be written
  static @Nullable FilmMetrics open(
      @Nullable String name, FrameLayout layout, Consumer<QualitySum> told) {
    return name == null
        ? null
        : new FilmMetrics(WrittenFile.of(Destination.path(name), "--metrics", KIND), layout, told);
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
    err.printf(
        "  %s%s%s%n%n",
        QualityText.line(film),
        film.frames() == frames
            ? ""
            : String.format(
                Locale.ROOT,
                " of %d frames; those of other machines, and of earlier runs without --metrics, are not measured",
                film.frames()),
        written(film));
  }

  /// Writes the table.
  ///
  /// @return where it is now, or why it is not there
  @GuardedBy("this")
  private String written(QualitySum film) {
    try {
      write(film);
      return " -> " + file.path();
    } catch (IOException e) {
      return "; warning: cannot write %s: %s".formatted(file.path(), Text.reason(e));
    } catch (GopException e) {
      return "; warning: the metrics are not written: " + e.getMessage();
    }
  }

  @GuardedBy("this")
  private void write(QualitySum film) throws IOException {
    if (file.isStream()) {
      try (Writer out = new OutputStreamWriter(file.open(false), US_ASCII)) {
        write(film, out);
      }
    } else {
      try (PendingFile pending = file.begin()) {
        write(film, Channels.newWriter(pending.channel(), US_ASCII));
        pending.publish();
      }
    }
  }

  @GuardedBy("this")
  private void write(QualitySum film, Writer to) throws IOException {
    var out = new BufferedWriter(to);
    out.write(HEADER + "\n");
    for (MeasuredGop gop : gops.values()) {
      write(gop, out);
    }
    out.write(String.format(Locale.ROOT, "film,,0,%d,%s\n", film.frames(), QualityText.row(film)));
    out.flush();
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
}
