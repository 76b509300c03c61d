package org.rav1ebygop.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.background.BackgroundTasks;

/// Work that a signal may end at any moment, after which nothing of it is left: on the terminal or
/// in files. Either the work is settled or the signal comes first, never both.
final class Interruptible implements AutoCloseable {
  /// How long a terminal may take for what is said at the end: it may be stopped.
  static final Duration LAST_WORDS = Duration.ofSeconds(4);

  private final Console console;
  private final Thread onSignal = new BackgroundTasks().unstarted("signal", this::interrupted);

  @GuardedBy("this")
  private final Deque<Runnable> actions = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean settled;

  @GuardedBy("this")
  private @Nullable Runnable heir;

  @GuardedBy("this")
  private int exitCode = GopException.Kind.INTERRUPTED.exitCode();

  Interruptible(Console console) {
    this.console = console;
    Runtime.getRuntime().addShutdownHook(onSignal);
  }

  /// What to do before the process ends by a signal; the last one first.
  synchronized void before(Runnable action) {
    actions.push(action);
  }

  /// Takes back what was to be done before the end.
  synchronized void notBefore(Runnable action) {
    actions.remove(action);
  }

  /// From now on somebody else ends the process when a signal comes.
  synchronized void leaveTo(Runnable other) {
    heir = other;
  }

  /// The work is done: a signal does not change that any more.
  ///
  /// @return the exit code
  synchronized int settle(int code) {
    settled = true;
    exitCode = code;
    return code;
  }

  /// Signals are not for this work any more.
  ///
  /// @return false when one has come: the process is being ended
  boolean stop() {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  /// Waits for the end of the process when a signal has come.
  @Override
  public void close() {
    while (!stop()) {
      LockSupport.park(onSignal);
    }
  }

  /// The process is ended here, because a virtual machine that a signal ends has an exit code by
  /// the signal.
  private void interrupted() {
    SecondSignal.endsAtOnce();
    heirOrEnd().run();
  }

  /// Ends the process, holding the lock so that nobody settles the work meanwhile, unless somebody
  /// else does, who needs no lock.
  private synchronized Runnable heirOrEnd() {
    Runnable other = heir;
    if (other == null) {
      if (!settled) {
        actions.forEach(Runnable::run);
        console.error("interrupted");
        var _ = console.error().await(LAST_WORDS);
      }
      other = () -> {};
      Runtime.getRuntime().halt(exitCode);
    }
    return other;
  }
}
