package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The memory limit of the control group this process is in, which is that of its container. Reads
/// version 2 of the interface: `memory.max`, `memory.current`, and `memory.stat` for the page
/// cache, which the kernel gives back when it is needed (Linux, admin-guide/cgroup-v2).
final class Cgroup {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private Cgroup() {}

  /// Bytes that this process and its children may still take, or [Long#MAX_VALUE] without a limit.
  static long availableMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        if (line.startsWith("0::/")) {
          return available(MOUNT.resolve(line.substring("0::/".length())));
        }
      }
    } catch (IOException _) {
      // no /proc, so no control groups
    }
    return Long.MAX_VALUE;
  }

  /// The tightest limit from a group up to the root of the mount.
  private static long available(Path group) throws IOException {
    long least = Long.MAX_VALUE;
    for (Path at = group; at != null && at.startsWith(MOUNT); at = at.getParent()) {
      Path limit = at.resolve("memory.max");
      if (Files.isReadable(limit)) {
        String max = Files.readString(limit).strip();
        if (!max.equals("max")) {
          least = Math.min(least, Long.parseLong(max) - used(at));
        }
      }
    }
    return Math.max(0, least);
  }

  private static long used(Path group) throws IOException {
    long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
    for (String line : Files.readAllLines(group.resolve("memory.stat"))) {
      List<String> words = List.of(line.split(" ", -1));
      if (words.getFirst().equals("inactive_file") || words.getFirst().equals("active_file")) {
        used -= Long.parseLong(words.getLast());
      }
    }
    return used;
  }
}
