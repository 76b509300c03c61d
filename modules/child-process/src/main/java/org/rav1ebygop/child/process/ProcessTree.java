package org.rav1ebygop.child.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts a child process, and ends it together with everything it has started.
public final class ProcessTree {
  /// How long to wait for killed processes to be gone. Only a process that hangs in the kernel
  /// takes longer than a moment.
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// How often to look whether a process has ended without being reaped.
  private static final long LOOK_MILLIS = 5;

  private ProcessTree() {}

  /// Starts a child with pipes on its three streams. Of our variables it gets those that
  /// [ChildEnvironment] lets through.
  ///
  /// @param command program and arguments
  /// @param environment variables that it gets beyond those; one with an empty value is taken away
  /// @throws IOException when it cannot be started
  public static Process start(List<String> command, Map<String, String> environment)
      throws IOException {
    var builder = new ProcessBuilder(command);
    ChildEnvironment.restrict(builder.environment());
    environment.forEach((name, value) -> {
      if (value.isEmpty()) {
        builder.environment().remove(name);
      } else {
        builder.environment().put(name, value);
      }
    });
    return builder.start();
  }

  /// What looks after a child.
  public interface Keeper<T> {
    /// Takes the child over.
    T take(Process process) throws IOException;
  }

  /// Starts a child and hands it over. When it is not taken, because there is no thread for it or
  /// its pipes are broken, it is killed and none is left behind.
  ///
  /// @param command program and arguments
  /// @param environment as [#start(List, Map)] takes it
  /// @throws IOException when it cannot be started or taken
  public static <T> T start(List<String> command, Map<String, String> environment, Keeper<T> keeper)
      throws IOException {
    Process process = start(command, environment);
    try {
      return keeper.take(process);
    } catch (IOException | RuntimeException | Error e) {
      kill(process);
      throw e;
    }
  }

  /// Kills the child and its descendants and waits until they are gone. A descendant whose parent
  /// has ended before is nobody's descendant any more; it is left with closed pipes. What the child
  /// has written can still be read.
  public static void kill(Process process) {
    List<ProcessHandle> descendants =
        process.isAlive() ? process.descendants().toList() : List.of();
    // By its handle: Process.destroyForcibly closes the pipes, with what is in them.
    process.toHandle().destroyForcibly();
    for (ProcessHandle handle : descendants) {
      handle.descendants().forEach(ProcessHandle::destroyForcibly);
      handle.destroyForcibly();
    }
    long deadline = System.nanoTime() + WAIT_NANOS;
    ended(process, WAIT_NANOS);
    descendants.forEach(handle -> waitFor(handle, deadline));
  }

  /// Waits for the exit code.
  ///
  /// @param nanos how long at the most, in nanoseconds
  /// @return whether the process has ended
  public static boolean ended(Process process, long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static void waitFor(ProcessHandle handle, long deadline) {
    boolean interrupted = false;
    try {
      while (runs(handle) && System.nanoTime() < deadline) {
        try {
          handle.onExit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException | TimeoutException _) {
          // look again
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  /// Whether a process still does anything. One that has ended counts as alive until its parent
  /// takes notice, which not every first process of a container does; but it has no command.
  private static boolean runs(ProcessHandle handle) {
    return handle.isAlive() && handle.info().command().isPresent();
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
