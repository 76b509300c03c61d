package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.terminal.View;

/// Shows how far the analysis is: on a terminal in one line, drawn over and over, elsewhere by a
/// line now and then.
final class AnalysisProgress implements AutoCloseable {
  private static final Duration LIVE = Duration.ofMillis(250);

  private final Console console;
  private final boolean silent;
  private final long startNanos = System.nanoTime();

  /// @param silent show nothing
  AnalysisProgress(Console console, boolean silent) {
    this.console = console;
    this.silent = silent;
  }

  /// Begins to show an analysis.
  ///
  /// @param frames of the film, or -1 when that is not known
  void start(Findings findings, long frames) {
    if (silent) {
      return;
    }
    console
        .error()
        .show(
            Console.isTerminal()
                ? View.live(LIVE, _ -> List.of(text(findings, frames)))
                : View.logged(TextProgress.LOGGED, () -> text(findings, frames)));
  }

  /// Shows nothing any more.
  @Override
  public void close() {
    console.error().hide();
  }

  private String text(Findings findings, long frames) {
    return text(findings, frames, Duration.ofNanos(System.nanoTime() - startNanos));
  }

  static String text(Findings findings, long frames, Duration time) {
    int done = findings.frames();
    double fps = done / (Math.max(1, time.toMillis()) / 1000.0);
    var text = new StringBuilder();
    if (frames > 0) {
      text.append(
          String.format(Locale.ROOT, "%3d%% %d/%d frames", 100L * done / frames, done, frames));
    } else {
      text.append(Text.count(done, "frame"));
    }
    text.append(", ").append(Text.count(findings.keyframeCount(), "keyframe"));
    text.append(", ").append(Text.fps(fps)).append(" fps, ").append(Text.clock(time));
    if (frames > 0 && done > 0) {
      long left = Math.round((frames - done) / fps);
      text.append(", ETA ").append(Text.clock(Duration.ofSeconds(left)));
    }
    return text.toString();
  }
}
