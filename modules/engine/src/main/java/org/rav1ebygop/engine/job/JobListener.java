package org.rav1ebygop.engine.job;

/// Told what happens in a job, by any thread, several at once. Returns quickly and does not throw.
public interface JobListener {
  /// Takes an event.
  void on(JobEvent event);
}
