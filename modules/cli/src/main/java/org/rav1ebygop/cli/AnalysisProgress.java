package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells how far the analysis is: on a terminal in one line, drawn over and over, elsewhere by a
/// line now and then. Control sequences are those of ECMA-48, and DEC's for wrapping.
final class AnalysisProgress implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final String ERASE_LINE = "\r\033[K";
  private static final String NO_WRAP = "\033[?7l";
  private static final String WRAP = "\033[?7h";

  private final Console console;
  private final boolean silent;
  private final boolean terminal = Console.isTerminal();
  private final long startNanos = System.nanoTime();
  private @Nullable Ticker ticker;
  private boolean closed;

  /// @param silent show nothing
  AnalysisProgress(Console console, boolean silent) {
    this.console = console;
    this.silent = silent;
  }

  /// Begins to show an analysis.
  ///
  /// @param frames of the film, or -1 when that is not known
  synchronized void start(Findings findings, long frames) {
    if (!silent) {
      ticker =
          new Ticker(terminal ? EVERY : PlainProgress.EVERY, () -> draw(text(findings, frames)));
    }
  }

  /// Wipes the line. Nothing is drawn after that.
  @Override
  public synchronized void close() {
    Ticker running = ticker;
    if (running != null && !closed) {
      running.close();
      if (terminal) {
        console.err().print(ERASE_LINE);
        console.err().flush();
      }
    }
    closed = true;
  }

  private synchronized void draw(String line) {
    if (!closed) {
      console.err().print(terminal ? ERASE_LINE + NO_WRAP + line + WRAP : line + "\n");
      console.err().flush();
    }
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
