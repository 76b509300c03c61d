package org.rav1ebygop.decoder.dav1d;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Acts when something is waited for and does not come. Time in which this program itself stands
/// still does not count, nor does time in which nobody waits.
final class Watchdog {
  /// How long to wait for a frame or an end.
  static final Duration LIMIT = Duration.ofSeconds(60);

  /// Looks in this many steps.
  private static final int STEPS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable action;
  private final long stepNanos;
  private volatile long progress;
  private volatile boolean waiting;
  private volatile boolean barked;

  /// @param limit without progress
  /// @param action what to do then, once
  Watchdog(Duration limit, Runnable action) {
    this.action = action;
    this.stepNanos = limit.dividedBy(STEPS).toNanos();
  }

  void start(String name) {
    Thread.ofPlatform().daemon().name(name).start(this::watch);
  }

  /// Somebody waits from now on.
  void waiting() {
    waiting = true;
  }

  /// It came. Called by the one thread that waits.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void came() {
    progress++;
    waiting = false;
  }

  /// There is nothing to watch any more.
  void end() {
    ended.countDown();
  }

  /// Whether it has acted.
  boolean barked() {
    return barked;
  }

  private void watch() {
    long seen = progress;
    int idle = 0;
    try {
      while (!ended.await(stepNanos, TimeUnit.NANOSECONDS)) {
        long now = progress;
        idle = waiting && now == seen ? idle + 1 : 0;
        seen = now;
        if (idle == STEPS) {
          barked = true;
          action.run();
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }
}
