package org.rav1ebygop.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import oshi.nativefree.SystemInfo;

/// What this machine has for us.
///
/// @param threads logical CPUs, as far as this process may use them
/// @param availableMemory bytes that can be taken without pushing others out
/// @param limited whether that is what the memory limit of a container leaves
public record Machine(int threads, long availableMemory, boolean limited) {
  /// Where Linux says how much memory there is; a service may not see it.
  private static final Path MEMORY = Path.of("/proc/meminfo");

  /// Looks at the machine.
  public static Machine look() {
    return of(MEMORY, Cgroup.own().availableMemory());
  }

  /// Where the memory of the machine cannot be seen, the limit of the container counts alone: what
  /// the kernel calls free is little where files are cached.
  ///
  /// @param visible is there when the available memory can be seen
  /// @param limit what the limit of a container leaves, or [Long#MAX_VALUE]
  static Machine of(Path visible, long limit) {
    boolean linux = System.getProperty("os.name").equals("Linux");
    long memory =
        linux && Files.isReadable(visible)
            ? new SystemInfo().getHardware().getMemory().getAvailable()
            : linux && limit < Long.MAX_VALUE ? Long.MAX_VALUE : free();
    return new Machine(
        Runtime.getRuntime().availableProcessors(), Math.min(memory, limit), limit < memory);
  }

  private static long free() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
  }
}
