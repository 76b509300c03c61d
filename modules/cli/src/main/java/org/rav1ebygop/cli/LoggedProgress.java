package org.rav1ebygop.cli;

import java.util.function.Supplier;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobStatus;

/// Tells scripts what people are shown.
///
/// @param shown to people
/// @param events for scripts
record LoggedProgress(Progress shown, Events events) implements Progress {
  @Override
  public void start(Supplier<JobStatus> status) {
    shown.start(status);
    events.start(status, shown);
  }

  @Override
  public void on(JobEvent event) {
    events.on(event);
    shown.on(event);
  }

  @Override
  public void close() {
    shown.close();
  }
}
