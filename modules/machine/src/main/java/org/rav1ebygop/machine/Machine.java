package org.rav1ebygop.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import oshi.nativefree.SystemInfo;

/// What this machine has for us.
///
/// @param threads logical CPUs, as far as this process may use them
/// @param availableMemory bytes that can be taken without pushing others out
/// @param limited whether that is what the memory limit of a container leaves
public record Machine(int threads, long availableMemory, boolean limited) {
  /// Looks at the machine.
  public static Machine look() {
    long memory = memory();
    long limit = Cgroup.own().availableMemory();
    return new Machine(
        Runtime.getRuntime().availableProcessors(), Math.min(memory, limit), limit < memory);
  }

  private static long memory() {
    if (System.getProperty("os.name").equals("Linux")) {
      return new SystemInfo().getHardware().getMemory().getAvailable();
    }
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
  }
}
