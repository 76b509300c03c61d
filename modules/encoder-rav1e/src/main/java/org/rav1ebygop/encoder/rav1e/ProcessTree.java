package org.rav1ebygop.encoder.rav1e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts rav1e, and ends it together with everything it has started.
final class ProcessTree {
  /// How long to wait for killed processes to be gone. Only a process that hangs in the kernel, or
  /// that nobody reaps, takes longer than a moment.
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private ProcessTree() {}

  /// Starts a child with pipes on its three streams.
  static Process start(List<String> command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().remove("RAV1E_LOG"); // may silence the reason of a failure
    builder.environment().put("RUST_BACKTRACE", "0");
    return builder.start();
  }

  /// Kills the child and its descendants and waits until they are gone. A descendant whose parent
  /// has ended before is nobody's descendant any more; it is left with closed pipes.
  static void kill(Process process) {
    List<ProcessHandle> descendants =
        process.isAlive() ? new ArrayList<>(process.descendants().toList()) : List.of();
    process.destroyForcibly();
    for (ProcessHandle handle : descendants) {
      handle.descendants().forEach(ProcessHandle::destroyForcibly);
      handle.destroyForcibly();
    }
    long deadline = System.nanoTime() + WAIT_NANOS;
    waitFor(process.toHandle(), deadline);
    descendants.forEach(handle -> waitFor(handle, deadline));
  }

  /// Waits for the exit code.
  ///
  /// @return whether the process has ended
  static boolean ended(Process process, long nanos) {
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
      while (true) {
        try {
          handle.onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException | TimeoutException _) {
          return;
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
