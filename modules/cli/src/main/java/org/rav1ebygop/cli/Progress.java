package org.rav1ebygop.cli;

import java.util.function.Supplier;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobStatus;

/// Shows a job while it runs.
interface Progress extends JobListener, AutoCloseable {
  /// Begins to show a job.
  void start(Supplier<JobStatus> status);

  /// Ends, and leaves the terminal as it was.
  @Override
  void close();
}
