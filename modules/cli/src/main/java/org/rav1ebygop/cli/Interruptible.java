package org.rav1ebygop.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.rav1ebygop.api.GopException;

/// Work that a signal may end at any moment, after which nothing of it is left: on the terminal or
/// in files. Either the work is settled or the signal comes first, never both.
final class Interruptible implements AutoCloseable {
  private final Console console;
  private final Deque<Runnable> actions = new ArrayDeque<>();
  private final Thread onSignal = Thread.ofPlatform().name("signal").unstarted(this::interrupted);
  private boolean settled;
  private int exitCode = GopException.Kind.INTERRUPTED.exitCode();

  Interruptible(Console console) {
    this.console = console;
    Runtime.getRuntime().addShutdownHook(onSignal);
  }

  /// What to do before the process ends by a signal; the last one first.
  synchronized void before(Runnable action) {
    actions.push(action);
  }

  /// The work is done: a signal does not change that any more.
  ///
  /// @return the exit code
  synchronized int settle(int code) {
    settled = true;
    exitCode = code;
    return code;
  }

  /// Waits for the end of the process when a signal has come.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException _) {
      joinForever();
    }
  }

  private void joinForever() {
    while (true) {
      LockSupport.park(onSignal);
    }
  }

  /// The process is ended here, because a virtual machine that a signal ends has an exit code by
  /// the signal.
  private synchronized void interrupted() {
    if (!settled) {
      actions.forEach(Runnable::run);
      console.error("interrupted");
    }
    Runtime.getRuntime().halt(exitCode);
  }
}
