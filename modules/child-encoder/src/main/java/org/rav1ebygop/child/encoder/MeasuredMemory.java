package org.rav1ebygop.child.encoder;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the encoders of a job were seen to take: the greatest peak resident size so far, children
/// included (`VmHWM` of Linux, proc(5)). Where the system does not tell, nothing is ever seen.
final class MeasuredMemory {
  /// Other GOPs may take more than those that were measured.
  private static final double MARGIN = 1.15;

  private static final String PEAK = "VmHWM:";
  private static final String UNIT = " kB";

  private final Path processes;

  @GuardedBy("this")
  private long grown;

  @GuardedBy("this")
  private long largest;

  /// @param processes such as `/proc`
  MeasuredMemory(Path processes) {
    this.processes = processes;
  }

  /// Looks at an encoder that is running.
  ///
  /// @param fullGrown whether it has taken so many frames that it will not take more memory
  void look(ProcessHandle encoder, boolean fullGrown) {
    long bytes =
        Stream.concat(Stream.of(encoder), encoder.descendants())
            .mapToLong(process -> peak(process.pid()))
            .sum();
    synchronized (this) {
      largest = Math.max(largest, bytes);
      if (fullGrown) {
        grown = Math.max(grown, bytes);
      }
    }
  }

  /// Bytes that one encoder takes: as measured when one has grown to its full size, else what was
  /// estimated, or more if more was seen.
  synchronized long bytes(long estimate) {
    return grown > 0 ? Math.round(Math.max(grown, largest) * MARGIN) : Math.max(estimate, largest);
  }

  private long peak(long pid) {
    try (Stream<String> lines = Files.lines(processes.resolve(pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(PEAK) && line.endsWith(UNIT))
          .mapToLong(line -> kibibytes(line) << 10)
          .sum();
    } catch (IOException | UncheckedIOException | NumberFormatException _) {
      return 0; // it has just ended, or this system has no such files
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.substring(PEAK.length(), line.length() - UNIT.length()).strip());
  }
}
