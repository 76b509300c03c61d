package org.rav1ebygop.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobStatus;

/// Progress on a terminal: an overall line and a line for each busy slot, drawn over and over at
/// the bottom; events scroll above it. Control sequences are those of ECMA-48.
final class LiveProgress implements Progress {
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int DRAWS_PER_SIZE_CHECK = 8;
  private static final String ERASE_BELOW = "\033[J";
  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";

  private final PrintStream err;
  private final StatusText text;
  private final EventText events;
  private final long startNanos = System.nanoTime();
  private @Nullable Ticker ticker;
  private @Nullable Supplier<JobStatus> status;
  private int columns = 80;
  private int rows = 24;
  private int draws;
  private int drawnLines;
  private boolean closed;

  LiveProgress(PrintStream err, StatusText text, boolean verbose) {
    this.err = err;
    this.text = text;
    this.events = new EventText(verbose);
  }

  @Override
  public synchronized void start(Supplier<JobStatus> source) {
    status = source;
    err.print(HIDE_CURSOR);
    draw("");
    ticker = new Ticker(EVERY, () -> draw(""));
  }

  @Override
  public void on(JobEvent event) {
    String line = events.line(event);
    if (line != null) {
      draw(line + "\n");
    }
  }

  /// Wipes the view.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Ticker running = ticker;
    if (running != null) {
      running.close();
      err.print(up() + ERASE_BELOW + SHOW_CURSOR);
      err.flush();
    }
  }

  private synchronized void draw(String above) {
    Supplier<JobStatus> source = status;
    if (closed || source == null) {
      err.print(above);
      return;
    }
    if (draws++ % DRAWS_PER_SIZE_CHECK == 0) {
      measure();
    }
    JobStatus now = source.get();
    var lines = new ArrayList<String>();
    lines.add(text.overall(now, Duration.ofNanos(System.nanoTime() - startNanos)));
    lines.addAll(text.below(now, Math.max(1, rows - 2)));
    var screen = new StringBuilder(up()).append(ERASE_BELOW).append(above);
    for (String line : lines) {
      screen.append(line, 0, Math.min(line.length(), columns - 1)).append("\n");
    }
    drawnLines = lines.size();
    err.print(screen);
    err.flush();
  }

  private String up() {
    return drawnLines == 0 ? "" : "\033[" + drawnLines + "F";
  }

  /// Asks `stty`, because a window may change its size at any time and Java does not tell.
  private void measure() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
              .redirectError(Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      if (size.length == 2 && !size[1].equals("0")) {
        rows = Integer.parseInt(size[0]);
        columns = Integer.parseInt(size[1]);
      }
    } catch (IOException | NumberFormatException _) {
      // the last known size will do
    }
  }
}
