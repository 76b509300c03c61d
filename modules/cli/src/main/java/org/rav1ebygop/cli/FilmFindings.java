package org.rav1ebygop.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobEvent;

/// What encoders find out about a film beyond its packets.
///
/// @param metrics null unless the user wants them
record FilmFindings(@Nullable FilmMetrics metrics, FilmTools tools) {
  /// Nothing yet.
  ///
  /// @param table where metrics go, or null
  /// @throws GopException of kind USAGE or ENVIRONMENT when the table cannot be written
  static FilmFindings open(@Nullable String table, FrameLayout layout, Events events) {
    return new FilmFindings(
        FilmMetrics.open(table, layout, events::film), new FilmTools(events::tools));
  }

  /// Takes what an event tells of them.
  void add(JobEvent event) {
    if (event instanceof JobEvent.Coded coded) {
      tools.add(coded);
    }
    if (metrics != null && event instanceof JobEvent.Measured measured) {
      metrics.add(measured);
    }
  }

  /// Tells them.
  ///
  /// @param frames of the film
  void end(long frames, PrintStream err) {
    tools.end(frames, err);
    if (metrics != null) {
      metrics.end(frames, err);
    }
  }
}
