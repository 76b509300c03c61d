package org.rav1ebygop.background;

import java.lang.System.Logger.Level;
import java.time.Duration;

/// Starts tasks in the background, each on a daemon thread of its own. A task that fails is
/// reported to one listener; if that fails too, to the process: the handler of uncaught exceptions,
/// which a program sets with [Thread#setDefaultUncaughtExceptionHandler]. Used by any thread.
public final class BackgroundTasks {
  private final FailureListener listener;

  /// Tasks whose failures are reported to the process, since nobody nearer can do anything about
  /// them.
  public BackgroundTasks() {
    this.listener = BackgroundTasks::reportToProcess;
  }

  /// Tasks whose failures somebody else acts on. The log gets the trace, for those who look for the
  /// fault.
  public BackgroundTasks(FailureListener listener) {
    this.listener =
        (task, failure) -> {
          System.getLogger(BackgroundTasks.class.getName()).log(Level.WARNING, task, failure);
          listener.failed(task, failure);
        };
  }

  /// Starts a platform thread: for tasks that wait for files, pipes or processes, which hold the
  /// carrier of a virtual thread.
  ///
  /// @throws OutOfMemoryError when the system has no more threads; nothing was started
  public Thread start(String name, Task task) {
    Thread thread = unstarted(name, task);
    thread.start();
    return thread;
  }

  /// A platform thread that somebody else starts.
  public Thread unstarted(String name, Task task) {
    return Thread.ofPlatform().name(name).daemon().unstarted(() -> run(name, task));
  }

  /// Starts a virtual thread: for tasks that only wait for locks and sockets.
  public Thread startVirtual(String name, Task task) {
    Thread thread = unstartedVirtual(name, task);
    thread.start();
    return thread;
  }

  /// A virtual thread that somebody else starts.
  public Thread unstartedVirtual(String name, Task task) {
    return Thread.ofVirtual().name(name).unstarted(() -> run(name, task));
  }

  /// Runs a task again and again, whether it fails or not. A failure is reported when it differs
  /// from the last one, and again after a minute.
  ///
  /// @param period from the end of a run to the next one; also before the first
  public PeriodicTask every(Duration period, String name, Task task) {
    return new PeriodicTask(this, new PeriodicTask.Schedule(period, name, false), task);
  }

  /// Runs a task again and again until it fails.
  ///
  /// @param period from the end of a run to the next one; also before the first
  public PeriodicTask everyUntilFailure(Duration period, String name, Task task) {
    return new PeriodicTask(this, new PeriodicTask.Schedule(period, name, true), task);
  }

  /// Runs something here and now, on a thread that somebody else has started, such as one of a
  /// library that keeps to itself what its callbacks throw.
  ///
  /// @return whether it succeeded
  public boolean runHere(String name, Runnable callback) {
    try {
      callback.run();
      return true;
    } catch (Throwable e) {
      report(name, e);
      return false;
    }
  }

  void report(String task, Throwable failure) {
    try {
      listener.failed(task, failure);
    } catch (Throwable e) {
      if (!e.equals(failure)) {
        failure.addSuppressed(e);
      }
      reportToProcess(task, failure);
    }
  }

  private void run(String name, Task task) {
    try {
      task.run();
    } catch (InterruptedException _) {
      // it was asked to end
    } catch (Throwable e) {
      report(name, e);
    }
  }

  private static void reportToProcess(String task, Throwable failure) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable _) {
      // the virtual machine ignores what a handler throws, too: there is nobody else to report to
    }
  }
}
