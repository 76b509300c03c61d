package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rav1ebygop.testkit.Patience;

/// The processes a killed run has left: encoders whose stdin has ended. They must end by
/// themselves.
final class KillOrphans {
  private static final Path PROCESSES = Path.of("/proc");

  /// Where the number of threads is in `/proc/PID/stat`, counted from the state, which is 0.
  private static final int THREADS = 17;

  private KillOrphans() {}

  /// Waits for their end.
  ///
  /// @param mark in the environment of each
  /// @param known children before the run was killed, all there is to go by without `/proc`
  /// @return those that stayed; they are ended now
  static List<ProcessHandle> ofKilled(String mark, List<ProcessHandle> known)
      throws InterruptedException {
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    List<ProcessHandle> left = alive(mark, known);
    while (!left.isEmpty() && System.nanoTime() < end) {
      awaitEnds(left);
      left = alive(mark, known);
    }
    left.forEach(ProcessHandle::destroyForcibly);
    return left;
  }

  /// Waits until processes are gone with all their threads, and so have closed their files.
  static void awaitGone(List<ProcessHandle> processes) throws InterruptedException {
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    List<ProcessHandle> left = processes;
    while (!left.isEmpty() && System.nanoTime() < end) {
      awaitEnds(left);
      left = left.stream().filter(process -> !isGone(process)).toList();
    }
  }

  /// One that nobody asks how it ended stays in the list of processes, with one thread.
  private static boolean isGone(ProcessHandle process) {
    try {
      String stat = Files.readString(PROCESSES.resolve(process.pid() + "/stat"), ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].matches("[ZX]") && fields[THREADS].matches("[01]");
    } catch (IOException _) {
      return true;
    }
  }

  private static List<ProcessHandle> alive(String mark, List<ProcessHandle> known) {
    if (!Files.isDirectory(PROCESSES.resolve("self"))) {
      return known.stream().filter(ProcessHandle::isAlive).toList();
    }
    return ProcessHandle.allProcesses().filter(process -> bears(process, mark)).toList();
  }

  /// A process that has ended has no environment, even while it stands in the list of processes.
  private static boolean bears(ProcessHandle process, String mark) {
    try {
      Path environment = PROCESSES.resolve(process.pid() + "/environ");
      return Files.readString(environment, ISO_8859_1).contains(KillScenario.MARK + "=" + mark);
    } catch (IOException _) {
      return false;
    }
  }

  /// Comes back soon in any case: the end of somebody else's child may go unnoticed.
  private static void awaitEnds(List<ProcessHandle> processes) throws InterruptedException {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      Optional<Object> _ =
          Optional.ofNullable(CompletableFuture.allOf(ends).get(50, TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      // asked again by the caller
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
