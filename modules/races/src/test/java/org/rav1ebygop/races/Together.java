package org.rav1ebygop.races;

import java.util.ArrayList;

/// Threads of a scenario.
public final class Together {
  private Together() {}

  /// What one thread does.
  public interface Step {
    /// Does it.
    void run() throws Exception;
  }

  /// Runs each step on a thread of its own; returns when all have ended. What one of them throws
  /// fails the schedule.
  public static void run(Step... steps) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (Step step : steps) {
      threads.add(Thread.ofPlatform().start(() -> unchecked(step)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void unchecked(Step step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
