package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs what ends encoders and transports, each on a thread of its own, because one that cannot be
/// ended must not hold up those who wait for the others.
public final class Detached {
  private final List<Thread> threads = new ArrayList<>();

  /// Runs it now; here, if the system gives no thread.
  ///
  /// @param task does not throw
  public void start(String name, Runnable task) {
    try {
      threads.add(Thread.ofPlatform().name(name).daemon().start(task));
    } catch (OutOfMemoryError _) {
      task.run();
    }
  }

  /// Waits for all that was started, also when this thread is interrupted meanwhile.
  ///
  /// @param patience how long at the most
  /// @return whether all have ended
  public boolean await(Duration patience) {
    return await(threads, patience);
  }

  /// Waits for threads in the same manner.
  public static boolean await(List<Thread> threads, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }
}
