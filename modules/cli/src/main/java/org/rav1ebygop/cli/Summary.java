package org.rav1ebygop.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.engine.job.FrameTypeCount;
import org.rav1ebygop.engine.job.JobResult;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.job.WorkerStatus;

/// What is printed when a job has ended.
final class Summary {
  private final PrintStream err;
  private final VideoFormat format;
  private final @Nullable FilmFindings findings;

  Summary(PrintStream err, VideoFormat format) {
    this(err, format, null);
  }

  /// @param findings of encoders, or null
  Summary(PrintStream err, VideoFormat format, @Nullable FilmFindings findings) {
    this.err = err;
    this.format = format;
    this.findings = findings;
  }

  /// A film that is whole.
  ///
  /// @param workers that were ever heard of
  void complete(JobResult.Complete film, List<WorkerStatus> workers, String output) {
    long frames = film.frames();
    double seconds = seconds(film.time());
    long encoded = frames - film.framesReused();
    err.printf(
        "Encoded %s in %s, %s fps, %s kb/s, size: %s%n",
        Text.count(frames, "frame"),
        Text.clock(film.time()),
        Text.fps(encoded / seconds),
        Text.number(0, film.bytes() * 8 / format.seconds(frames) / 1000),
        Text.bytes(film.bytes()));
    if (film.framesReused() > 0) {
      err.printf(Locale.ROOT, "  %d of them by an earlier run%n", film.framesReused());
    }
    err.println();
    err.printf("  %-11s %9s %12s %8s%n", "frame type", "frames", "average size", "QP");
    for (FrameTypeCount type : film.types()) {
      err.printf(
          Locale.ROOT,
          "  %-11s %9d %12s %8s%n",
          type.type(),
          type.frames(),
          Text.bytes(type.bytes() / type.frames()),
          Text.number(1, type.quantizer()));
    }
    IntSummaryStatistics lengths =
        film.gops().stream().mapToInt(Gop::frameCount).summaryStatistics();
    err.printf(
        "%n  %s of %s%n%n",
        Text.count(lengths.getCount(), "GOP"),
        lengths.getMin() == lengths.getMax()
            ? Text.count(lengths.getMax(), "frame")
            : String.format(
                Locale.ROOT,
                "%d to %d frames, %s on average",
                lengths.getMin(),
                lengths.getMax(),
                Text.number(1, lengths.getAverage())));
    table(workers);
    if (findings != null) {
      findings.end(frames, err);
    }
    err.printf(
        Locale.ROOT,
        "Complete and verified: %s in, %d out%s -> %s%n",
        Text.count(frames, "frame"),
        frames,
        film.readBack() ? ", the file read back" : "",
        output);
  }

  /// A film with GOPs missing.
  ///
  /// @param workers that were ever heard of
  /// @param resumeWith options with which a run tries what is missing
  void incomplete(JobResult.Incomplete film, List<WorkerStatus> workers, String resumeWith) {
    table(workers);
    if (findings != null) {
      findings.end(film.frames(), err);
    }
    for (SetAside gop : film.setAside()) {
      err.printf(
          "%s failed and was skipped: %s%s%n",
          Text.gop(gop.gop(), gop.firstFrame(), gop.frames()),
          gop.reason(),
          gop.log() == null ? "" : "; see " + gop.log());
    }
    err.printf(
        Locale.ROOT,
        "INCOMPLETE: %d of %d frames encoded, %s missing; run again with %s to try only those%n",
        film.framesDone(),
        film.frames(),
        Text.count(film.setAside().size(), "GOP"),
        resumeWith);
  }

  private void table(List<WorkerStatus> workers) {
    if (WorkersText.isWorth(workers)) {
      WorkersText.table(workers).forEach(err::println);
      err.println();
    }
  }

  private static double seconds(Duration time) {
    return Math.max(1, time.toMillis()) / 1000.0;
  }
}
