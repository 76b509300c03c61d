package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether a job may still get slots. Guarded by the lock of the [LeaseState].
final class SlotOutlook {
  /// How long a job without slots waits for a worker that went away.
  private static final Duration RETURN = Duration.ofMinutes(5);

  private final SlotBoard slots;
  private final WorkerBoard workers;
  private final LongSupplier clock;

  /// Since when there is no slot, or null.
  private @Nullable Long without;

  /// @param clock in nanoseconds
  SlotOutlook(SlotBoard slots, WorkerBoard workers, LongSupplier clock) {
    this.slots = slots;
    this.workers = workers;
    this.clock = clock;
  }

  /// Whether no slot will ever take a lease again: some do not come back from their encoders, there
  /// are no others, and no worker comes back that went away.
  boolean isHopeless() {
    if (slots.lost() == 0 || slots.size() > 0 || workers.anyWithMore(slots::lost)) {
      without = null;
      return false;
    }
    long now = clock.getAsLong();
    if (without == null) {
      without = now;
    }
    return !workers.anyAway() || now - without > RETURN.toNanos();
  }
}
