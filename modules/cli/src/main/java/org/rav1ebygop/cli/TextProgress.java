package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.terminal.StandardError;
import org.rav1ebygop.terminal.View;
import org.rav1ebygop.terminal.Window;

/// Progress for people: on a terminal a line for the job and one for each busy slot, below the
/// events; elsewhere a line now and then.
final class TextProgress implements Progress {
  /// Between two lines where there is no terminal.
  static final Duration LOGGED = Duration.ofSeconds(10);

  private static final Duration LIVE = Duration.ofMillis(250);

  private final StandardError error;
  private final StatusText text;
  private final EventText events;
  private final Shown shown;
  private final long startNanos = System.nanoTime();

  /// How progress is shown, beside events.
  enum Shown {
    LIVE,
    LOGGED,
    NOT
  }

  TextProgress(StandardError error, StatusText text, boolean verbose, Shown shown) {
    this.error = error;
    this.text = text;
    this.events = new EventText(verbose);
    this.shown = shown;
  }

  @Override
  public void start(Supplier<JobStatus> status) {
    View view =
        switch (shown) {
          case LIVE -> View.live(LIVE, window -> lines(status.get(), window));
          case LOGGED -> View.logged(LOGGED, () -> text.overall(status.get(), time()));
          case NOT -> null;
        };
    if (view != null) {
      error.show(view);
    }
  }

  @Override
  public void on(JobEvent event) {
    String line = events.line(event);
    if (line != null) {
      error.stream().println(line);
    }
  }

  @Override
  public void close() {
    error.hide();
  }

  private List<String> lines(JobStatus now, Window window) {
    var lines = new ArrayList<String>();
    lines.add(text.overall(now, time(), window.columns()));
    lines.addAll(text.below(now, window));
    return lines;
  }

  private Duration time() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
