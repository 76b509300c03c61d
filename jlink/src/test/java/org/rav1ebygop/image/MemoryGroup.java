package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.rav1ebygop.testkit.Patience;

/// A control group whose programs may only take so much memory, as in a container.
final class MemoryGroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path group;
  private final boolean older;
  private final long limit;

  private MemoryGroup(Path group, boolean older, long limit) {
    this.group = group;
    this.older = older;
    this.limit = limit;
  }

  /// Makes one; where that is not permitted the test is skipped.
  ///
  /// @param limit in bytes
  static MemoryGroup of(long limit) throws IOException {
    boolean older = Files.isDirectory(MOUNT.resolve("memory"));
    Path parent = older ? MOUNT.resolve("memory") : MOUNT;
    String name = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    Path group = parent.resolve("rav1e-by-gop-test-" + name);
    assumeTrue(make(group), "making control groups is not permitted here");
    var made = new MemoryGroup(group, older, limit);
    Path file = group.resolve(older ? "memory.limit_in_bytes" : "memory.max");
    if (!Files.isWritable(file)) {
      made.close();
      assumeTrue(false, "control groups have no say in memory here");
    }
    Files.writeString(file, "" + limit);
    return made;
  }

  private static boolean make(Path group) {
    try {
      Files.createDirectory(group);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// A run in the group.
  Run run(Object program, Object... arguments) {
    return new Run("sh", "-c", "echo $$ >\"$0\"; exec \"$@\"", group.resolve("cgroup.procs"))
        .and(program)
        .and(arguments);
  }

  /// Bytes that may still be taken.
  long left() throws IOException {
    String used = older ? "memory.usage_in_bytes" : "memory.current";
    List<String> cache =
        older
            ? List.of("total_inactive_file", "total_active_file")
            : List.of("inactive_file", "active_file");
    long files =
        Files.readAllLines(group.resolve("memory.stat")).stream()
            .map(line -> line.split(" "))
            .filter(words -> cache.contains(words[0]))
            .mapToLong(words -> Long.parseLong(words[1]))
            .sum();
    return limit - Long.parseLong(Files.readString(group.resolve(used)).strip()) + files;
  }

  /// Starts a program that takes memory until its stdin is closed.
  Running take(long bytes) throws IOException {
    String taker =
        String.format(
            Locale.ROOT, "{ head -c %d /dev/zero; cat; } | tail -c %d >/dev/null", bytes, bytes);
    return run("sh", "-c", taker).stdinOpen().start();
  }

  /// Ends all programs in it.
  @Override
  public void close() {
    Patience.until("all have ended", this::isGone);
  }

  /// A process is in it until it has ended altogether.
  private boolean isGone() {
    try {
      for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
      Files.delete(group);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
