package org.rav1ebygop.plugin.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.background.PeriodicTask;
import org.rav1ebygop.child.process.ProcessTree;

/// Ends a muxing process that makes no progress: that takes no frame, writes nothing and does not
/// calculate either.
final class MuxWatch implements AutoCloseable {
  private final Process process;
  private final Path target;
  private final LongSupplier fed;
  private final Duration limit;
  private final PeriodicTask task;
  private long seen = Long.MIN_VALUE;
  private long since = System.nanoTime();
  private volatile boolean stalled;

  /// @param fed how many frames it was given
  /// @param limit how long it may do nothing
  MuxWatch(Process process, Path target, LongSupplier fed, Duration limit) {
    this.process = process;
    this.target = target;
    this.fed = fed;
    this.limit = limit;
    this.task = new BackgroundTasks().every(period(limit), "watch over the muxer", this::look);
  }

  /// Whether it was ended for that.
  boolean stalled() {
    return stalled;
  }

  @Override
  public void close() {
    task.close();
  }

  private static Duration period(Duration limit) {
    Duration second = Duration.ofSeconds(1);
    return limit.compareTo(second) < 0 ? limit : second;
  }

  private void look() {
    long now = progress();
    if (now != seen) {
      seen = now;
      since = System.nanoTime();
    } else if (System.nanoTime() - since > limit.toNanos()) {
      stalled = true;
      ProcessTree.kill(process);
      task.close();
    }
  }

  private long progress() {
    long size;
    try {
      size = Files.size(target);
    } catch (IOException _) {
      size = 0;
    }
    long calculated =
        process.toHandle().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    return fed.getAsLong() * 31 * 31 + size * 31 + calculated;
  }
}
