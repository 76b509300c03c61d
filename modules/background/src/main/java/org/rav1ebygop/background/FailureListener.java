package org.rav1ebygop.background;

/// Learns of tasks that failed, and decides what that means: a warning, or the end of the job.
/// Called on the thread of the task.
@FunctionalInterface
public interface FailureListener {
  /// A task has failed. One that runs periodically goes on, unless it was started otherwise.
  ///
  /// @param task its name
  void failed(String task, Throwable failure);
}
