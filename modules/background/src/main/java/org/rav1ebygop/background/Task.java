package org.rav1ebygop.background;

/// What runs in the background.
@FunctionalInterface
public interface Task {
  /// Whatever this throws is a failure, but for an [InterruptedException]: that is how a thread
  /// ends when somebody has interrupted it.
  void run() throws InterruptedException;
}
