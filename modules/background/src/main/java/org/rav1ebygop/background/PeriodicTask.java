package org.rav1ebygop.background;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A task that runs again and again until it is closed. Used by any thread.
public final class PeriodicTask implements AutoCloseable {
  private final BackgroundTasks tasks;
  private final Schedule schedule;
  private final Task task;
  private final RepeatedFailure repeated = new RepeatedFailure(System::nanoTime);
  private final Thread thread;

  @GuardedBy("this")
  private boolean due;

  @GuardedBy("this")
  private boolean closed;

  /// When to run.
  ///
  /// @param name of the thread
  record Schedule(Duration period, String name, boolean untilFailure) {}

  PeriodicTask(BackgroundTasks tasks, Schedule schedule, Task task) {
    this.tasks = tasks;
    this.schedule = schedule;
    this.task = task;
    this.thread = tasks.start(schedule.name(), this::repeat);
  }

  /// The next run begins at once, or as soon as the present one has ended.
  public synchronized void runSoon() {
    due = true;
    notifyAll();
  }

  /// No run begins any more. One that has begun ends by itself; does not wait for that.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /// Closes this, and interrupts a run that has begun.
  public void cancel() {
    close();
    thread.interrupt();
  }

  /// Waits until the last run has ended.
  ///
  /// @param patience how long at the most
  /// @return whether it has
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  private void repeat() {
    while (awaitTurn()) {
      try {
        task.run();
      } catch (InterruptedException e) {
        if (!isClosed()) {
          failed(e);
        }
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable failure) {
    if (schedule.untilFailure()) {
      close();
    }
    if (repeated.isNews(failure)) {
      tasks.report(schedule.name(), failure);
    }
  }

  /// Only [#cancel] interrupts a periodic task: an interrupt that a run has left behind is none of
  /// its business.
  private synchronized boolean awaitTurn() {
    long end = System.nanoTime() + schedule.period().toNanos();
    long rest = end - System.nanoTime();
    while (!closed && !due && rest > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, rest);
      } catch (InterruptedException _) {
        // see above
      }
      rest = end - System.nanoTime();
    }
    due = false;
    return !closed;
  }

  private synchronized boolean isClosed() {
    return closed;
  }
}
