package org.rav1ebygop.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import oshi.nativefree.SystemInfo;

/// What this machine has for us.
///
/// @param threads logical CPUs, as far as this process may use them
/// @param availableMemory bytes that can be taken without pushing others out
record Machine(int threads, long availableMemory) {
  /// Looks at the machine.
  static Machine look() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        Math.min(memory(), Cgroup.own().availableMemory()));
  }

  private static long memory() {
    if (System.getProperty("os.name").equals("Linux")) {
      return new SystemInfo().getHardware().getMemory().getAvailable();
    }
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
  }
}
