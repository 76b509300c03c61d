package org.rav1ebygop.decoder.dav1d;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// Ends processes.
final class Processes {
  /// Only a process that hangs in the kernel takes longer than a moment to be gone.
  private static final long GONE_SECONDS = 2;

  private Processes() {}

  /// Kills a child and its descendants, and waits until the child is gone.
  static void kill(Process process) {
    List<ProcessHandle> descendants =
        process.isAlive() ? process.descendants().toList() : List.of();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    ended(process, GONE_SECONDS);
  }

  /// Waits for the exit code.
  ///
  /// @return whether the process has ended
  static boolean ended(Process process, long seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean interrupted = false;
    while (true) {
      try {
        boolean ended =
            process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return ended;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
  }
}
