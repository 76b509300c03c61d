package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.plan.FilmPlan;

/// Which GOP an idle slot encodes a second time when no other is left to encode: the one that is
/// expected to end last, of those that this slot promises to finish sooner. Guarded by the lock of
/// the [LeaseState].
///
/// All times are in seconds. With `n` the frames of the GOP, `r` those that have come back, `a` the
/// age of the lease and `p` the frames per second of a slot of its worker, the lease is expected to
/// take
///
/// - `n / p - a` longer while that is more than 0: encoders give nothing back at first;
/// - else `(n - r) a / r`, as long for each frame as for those that came back;
/// - or, when nothing has come back yet, `a`: as long again.
///
/// Where the network is what binds, a copy takes from it what the first ones need. One of
/// [#OPEN_FOR_A_COPY] open GOPs at a time, or a single one, is encoded twice on other machines.
///
/// A copy on a worker that has finished nothing so far, and has had it [#HOPELESS] times as long as
/// a slot takes elsewhere, does not count: a worker that takes GOPs and does nothing would keep the
/// only copy from those who would finish it.
final class SecondCopies {
  /// Found by simulation (bench/README.md): no farm is slower for it, and where the network binds
  /// the film takes 9 % longer than without copies, instead of 92 %.
  private static final int OPEN_FOR_A_COPY = 16;

  private static final int HOPELESS = 4;

  private final FilmPlan plan;
  private final FrameSupply supply;
  private final SlotBoard slots;
  private final WorkerBoard workers;

  SecondCopies(LeaseTable.Work work, SlotBoard slots, WorkerBoard workers) {
    this.plan = work.plan();
    this.supply = work.supply();
    this.slots = slots;
    this.workers = workers;
  }

  /// The GOP for this slot, or null. All GOPs are known.
  ///
  /// @param entries those of which a lease is out
  @Nullable GopEntry choose(Slot slot, Collection<GopEntry> entries) {
    double own = workers.pace(slot.worker());
    double pace = own > 0 ? own : workers.pace();
    if (pace <= 0 || isCrowded(slot, entries)) {
      return null;
    }
    GopEntry chosen = null;
    double longest = 0;
    for (GopEntry entry : entries) {
      if (isOpenTo(slot, entry)) {
        double left = left(entry.leases.getFirst());
        if (left > longest && plan.frameCount(entry.index) / pace < left) {
          chosen = entry;
          longest = left;
        }
      }
    }
    return chosen;
  }

  /// Whether copies on other machines take so much of the network already that one more could delay
  /// the first ones.
  private boolean isCrowded(Slot slot, Collection<GopEntry> entries) {
    if (slot.isLocal()) {
      return false;
    }
    int open = 0;
    int copied = 0;
    for (GopEntry entry : entries) {
      if (entry.state == GopEntry.State.LEASED) {
        open++;
        copied += hasCopy(entry) ? 1 : 0;
      }
    }
    return copied > 0 && (copied + 1) * OPEN_FOR_A_COPY > open;
  }

  private boolean isOpenTo(Slot slot, GopEntry entry) {
    if (entry.state != GopEntry.State.LEASED || entry.leases.isEmpty() || hasCopy(entry)) {
      return false;
    }
    GopLease lease = entry.leases.getFirst();
    return !lease.revoked()
        && (slot.isLocal() || !entry.suspect())
        && mayJoin(slot, entry)
        && supply.canRewind(plan.firstFrame(entry.index));
  }

  /// Whether a copy is at it that counts.
  private boolean hasCopy(GopEntry entry) {
    return entry.leases.stream().skip(1).anyMatch(lease -> !isHopeless(lease));
  }

  private boolean isHopeless(GopLease lease) {
    double pace = workers.pace();
    return workers.pace(lease.claim().slot().worker()) <= 0
        && pace > 0
        && seconds(lease.age()) > HOPELESS * lease.frameCount() / pace;
  }

  /// A worker encodes no GOP twice, nor one that it has failed at, unless there is no other worker.
  private boolean mayJoin(Slot slot, GopEntry entry) {
    if (slots.isOnlyWorker(slot.worker())) {
      return !entry.failedOn.contains(slot);
    }
    return entry.leases.stream().noneMatch(lease -> isAt(lease, slot.worker()))
        && entry.failedOn.stream().noneMatch(failed -> failed.worker().equals(slot.worker()));
  }

  private static boolean isAt(GopLease lease, String worker) {
    return lease.claim().slot().worker().equals(worker);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private double left(GopLease lease) {
    int frames = lease.frameCount();
    long received = lease.received();
    double age = seconds(lease.age());
    double pace = workers.pace(lease.claim().slot().worker());
    if (received == frames) {
      return 0;
    }
    double usual = pace > 0 ? frames / pace - age : 0;
    if (usual > 0) {
      return usual;
    }
    return received > 0 ? (frames - received) * age / received : age;
  }
}
