package org.rav1ebygop.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobStatus;

/// Progress where there is no terminal: a line now and then, for logs.
final class PlainProgress implements Progress {
  /// Between two lines.
  static final Duration EVERY = Duration.ofSeconds(10);

  private final PrintStream err;
  private final StatusText text;
  private final EventText events;
  private final @Nullable Duration every;
  private @Nullable Ticker ticker;

  /// @param every between two lines, or null for none
  PlainProgress(PrintStream err, StatusText text, boolean verbose, @Nullable Duration every) {
    this.err = err;
    this.text = text;
    this.events = new EventText(verbose);
    this.every = every;
  }

  @Override
  public void start(Supplier<JobStatus> status) {
    long startNanos = System.nanoTime();
    Duration period = every;
    if (period != null) {
      ticker =
          new Ticker(
              period,
              () ->
                  err.println(
                      text.overall(
                          status.get(), Duration.ofNanos(System.nanoTime() - startNanos))));
    }
  }

  @Override
  public void on(JobEvent event) {
    String line = events.line(event);
    if (line != null) {
      err.println(line);
    }
  }

  @Override
  public void close() {
    Ticker running = ticker;
    if (running != null) {
      running.close();
    }
  }
}
