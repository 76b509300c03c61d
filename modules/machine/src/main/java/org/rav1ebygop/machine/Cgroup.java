package org.rav1ebygop.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The memory limit of the control group this process is in, which is that of its container. Page
/// cache does not count as used, because the kernel gives it back when it is needed.
final class Cgroup {
  /// An interface of the kernel.
  ///
  /// @param controller what stands before the group in the list of memberships
  /// @param limit file with the limit in bytes
  /// @param none the least limit that means there is none
  /// @param used file with the bytes in use
  /// @param cache what the lines of `memory.stat` on page cache begin with
  private record Version(
      String controller, String limit, long none, String used, List<String> cache) {
    static final Version ONE =
        new Version(
            "memory",
            "memory.limit_in_bytes",
            (Long.MAX_VALUE >> 12) << 12,
            "memory.usage_in_bytes",
            List.of("total_inactive_file", "total_active_file"));
    static final Version TWO =
        new Version(
            "",
            "memory.max",
            Long.MAX_VALUE,
            "memory.current",
            List.of("inactive_file", "active_file"));
  }

  private final Path membership;
  private final Path mount;

  /// @param membership such as `/proc/self/cgroup`
  /// @param mount where the groups are: of version 2, and in the folder `memory` those of version 1
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
    long least = Long.MAX_VALUE;
    try {
      for (String line : Files.readAllLines(membership)) {
        least = Math.min(least, available(line, Version.ONE, mount.resolve("memory")));
        least = Math.min(least, available(line, Version.TWO, mount));
      }
    } catch (IOException | NumberFormatException _) {
      // no control groups, or none that we know how to read
    }
    return Math.max(0, least);
  }

  /// The tightest limit from a group up to the root of the mount. A container may not see its group
  /// under the name it has outside; then the root is its own.
  private static long available(String line, Version version, Path root) throws IOException {
    List<String> fields = List.of(line.split(":", 3));
    if (fields.size() < 3 || !fields.get(1).equals(version.controller)) {
      return Long.MAX_VALUE;
    }
    Path group = root.resolve(fields.getLast().replaceFirst("^/+", "")).normalize();
    long least = Long.MAX_VALUE;
    for (Path at = group; at != null && at.startsWith(root); at = at.getParent()) {
      Path limit = at.resolve(version.limit);
      if (Files.isReadable(limit)) {
        String max = Files.readString(limit).strip();
        if (!max.equals("max") && Long.parseLong(max) < version.none) {
          least = Math.min(least, Long.parseLong(max) - used(at, version));
        }
      }
    }
    return least;
  }

  private static long used(Path group, Version version) throws IOException {
    long used = Long.parseLong(Files.readString(group.resolve(version.used)).strip());
    for (String line : Files.readAllLines(group.resolve("memory.stat"))) {
      List<String> words = List.of(line.split(" ", -1));
      if (version.cache.contains(words.getFirst())) {
        used -= Long.parseLong(words.getLast());
      }
    }
    return used;
  }
}
