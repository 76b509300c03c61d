package org.rav1ebygop.cli;

import org.rav1ebygop.engine.job.JobListener;

/// Shows a job while it runs.
interface Progress extends JobListener, AutoCloseable {
  /// Begins to show a job.
  void start(java.util.function.Supplier<org.rav1ebygop.engine.job.JobStatus> status);

  /// Ends, and leaves the terminal as it was.
  @Override
  void close();
}
