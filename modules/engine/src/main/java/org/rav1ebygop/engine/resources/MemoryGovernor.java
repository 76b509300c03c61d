package org.rav1ebygop.engine.resources;

import java.util.function.LongSupplier;

/// Lets the number of encoders follow the memory that is really available. Asked to act about once
/// a second.
///
/// The part of memory that is to stay free is decided before the job. Memory is tight below half of
/// it, of a large machine below 1 GiB and what an encoder takes: then there is one lease less at a
/// time. Below half of that the youngest lease is given back at once, because an encoder that has
/// begun goes on growing; the next one only when that encoder has ended and there is still no more
/// memory. When more than what is to stay free and one encoder is free there is one lease more, up
/// to the most that is wanted. After each change it waits until the change can be seen.
public final class MemoryGovernor {
  /// Ticks until encoders of a few hundred megabytes have started or ended.
  private static final int SETTLE_TICKS = 5;

  /// Ticks in a row at which there must be room before a lease more is given: an encoder reaches
  /// its full size only when its look-ahead is filled.
  private static final int ROOM_TICKS = 15;

  private static final long TIGHT = 1L << 30;

  private final Memory memory;
  private final SlotControl slots;
  private final int most;
  private int limit;
  private int settling;

  /// Ticks in a row, up to now, at which there was room.
  private int roomy;

  /// What there is and what is needed, in bytes.
  ///
  /// @param available what can be taken without pushing others out
  /// @param perEncoder what one encoder takes at its peak
  /// @param keepFree what is to stay free; 1 or more
  public record Memory(LongSupplier available, LongSupplier perEncoder, long keepFree) {}

  /// @param start leases at a time to begin with, 1 or more
  /// @param most leases at a time that are wanted, `start` or more
  public MemoryGovernor(Memory memory, SlotControl slots, int start, int most) {
    this.memory = memory;
    this.slots = slots;
    this.limit = start;
    this.most = most;
  }

  /// Leases at a time that are allowed now.
  public int limit() {
    return limit;
  }

  /// Looks, and acts if need be. Called by one thread.
  public void tick() {
    long available = memory.available.getAsLong();
    long tight = Math.min(memory.keepFree / 2, TIGHT + memory.perEncoder.getAsLong());
    if (slots.ending()) {
      roomy = 0;
      return;
    }
    if (available < tight / 2 && slots.leased() > 1) {
      critical(available);
      return;
    }
    if (settling > 0) {
      settling--;
      return;
    }
    if (available < tight) {
      tight(available);
    } else if (available - memory.keepFree > memory.perEncoder.getAsLong()) {
      roomy(available);
    } else {
      roomy = 0;
    }
  }

  private void critical(long available) {
    limit = Math.max(1, Math.min(limit, slots.leased()) - 1);
    String reason = "memory is nearly used up, " + text(available) + " left";
    slots.limit(limit, reason);
    boolean _ = slots.giveBackYoungest(reason);
    changed();
  }

  private void tight(long available) {
    roomy = 0;
    int fewer = Math.max(1, Math.min(limit, slots.leased()) - 1);
    if (fewer < limit) {
      limit = fewer;
      slots.limit(limit, "memory is tight, " + text(available) + " left");
      changed();
    }
  }

  private void roomy(long available) {
    if (limit < most && ++roomy >= ROOM_TICKS) {
      limit++;
      slots.limit(limit, text(available) + " of memory are free");
      changed();
    }
  }

  private void changed() {
    settling = SETTLE_TICKS;
    roomy = 0;
  }

  private static String text(long bytes) {
    return Math.max(0, bytes) / 1_000_000 + " MB";
  }
}
