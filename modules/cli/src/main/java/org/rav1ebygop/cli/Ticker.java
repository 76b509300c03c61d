package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Does something again and again until closed.
final class Ticker implements AutoCloseable {
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("progress").daemon().unstarted(task));

  Ticker(Duration every, Runnable action) {
    var _ =
        executor.scheduleAtFixedRate(
            () -> run(action), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// One failure must not end all that follows.
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
