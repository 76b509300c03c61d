package org.rav1ebygop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The memory limit of the control group this process is in, which is that of its container. Reads
/// version 2 of the interface: `memory.max`, `memory.current`, and `memory.stat` for the page
/// cache, which the kernel gives back when it is needed (Linux, admin-guide/cgroup-v2).
final class Cgroup {
  private final Path membership;
  private final Path mount;

  /// @param membership such as `/proc/self/cgroup`
  /// @param mount where the groups are
  Cgroup(Path membership, Path mount) {
    this.membership = membership;
    this.mount = mount;
  }

  /// That of this process.
  static Cgroup own() {
    return new Cgroup(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
  }

  /// Bytes that this process and its children may still take, or [Long#MAX_VALUE] without a limit.
  long availableMemory() {
    try {
      for (String line : Files.readAllLines(membership)) {
        if (line.startsWith("0::/")) {
          return available(mount.resolve(line.substring("0::/".length())));
        }
      }
    } catch (IOException | NumberFormatException _) {
      // no control groups, or none that we know how to read
    }
    return Long.MAX_VALUE;
  }

  /// The tightest limit from a group up to the root of the mount.
  private long available(Path group) throws IOException {
    long least = Long.MAX_VALUE;
    for (Path at = group; at != null && at.startsWith(mount); at = at.getParent()) {
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
