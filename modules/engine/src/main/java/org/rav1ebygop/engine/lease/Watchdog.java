package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.engine.job.StallTimeout;

/// Revokes leases whose encoder makes no progress, and settles revoked ones whose slot does not
/// come back.
///
/// It looks at all leases again and again. The time between two looks counts up to twice the time
/// that was meant to be between them: more of it means that this process was stopped, the machine
/// slept, or there was no processor to be had, for which no encoder is to blame.
public final class Watchdog implements AutoCloseable {
  private final LeaseTable table;
  private final StallLimit limits;
  private final LongSupplier clock;
  private final Map<GopLease, Long> lettingGo = new HashMap<>();
  private long last;
  private long longest;
  private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::run);

  /// @param pixels in a frame
  public Watchdog(LeaseTable table, StallTimeout timeout, long pixels) {
    this(table, new StallLimit(timeout, pixels), System::nanoTime);
  }

  /// @param clock in nanoseconds
  Watchdog(LeaseTable table, StallLimit limits, LongSupplier clock) {
    this.table = table;
    this.limits = limits;
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /// Begins to watch.
  public Watchdog start() {
    thread.start();
    return this;
  }

  /// Ends watching.
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(limits.period());
        look();
      }
    } catch (InterruptedException _) {
      // closed
    } catch (RuntimeException | Error e) {
      table.abort(GopException.bug("the watchdog failed: " + e, e));
    }
  }

  /// Looks at all leases.
  void look() {
    long now = clock.getAsLong();
    long passed = Math.min(now - last, 2 * limits.period());
    last = now;
    List<GopLease> leases = table.leases();
    table.lookAgain();
    lettingGo.keySet().retainAll(Set.copyOf(leases));
    int stored = table.storedHere();
    for (GopLease lease : leases) {
      if (lease.revoked()) {
        awaitSlot(lease, passed);
      } else {
        look(lease, passed, stored);
      }
    }
  }

  private void look(GopLease lease, long passed, int stored) {
    Pulse pulse = lease.pulse();
    long quiet = pulse.look(passed);
    longest = Math.max(longest, pulse.longest());
    if (quiet > 0 && quiet >= limits.limit(longest, stored, lease.claim().stalls())) {
      lease.revoke(new LeaseEnd.Stalled(Duration.ofNanos(quiet)), pulse::still);
    }
  }

  private void awaitSlot(GopLease lease, long passed) {
    if (lettingGo.merge(lease, passed, Long::sum) > limits.lettingGo()) {
      lease.abandon();
    }
  }
}
