package org.rav1ebygop.engine.job;

/// Told what happens in a job, in the order in which it happens, by one thread at a time that holds
/// no lock of the job. It may take its time, which the job does not wait for before its end.
public interface JobListener {
  /// Takes an event.
  void on(JobEvent event);
}
