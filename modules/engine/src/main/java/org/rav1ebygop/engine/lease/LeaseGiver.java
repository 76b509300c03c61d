package org.rav1ebygop.engine.lease;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.proof.GopProof;

/// Finds a GOP for a slot and gives it a lease. Guarded by the lock of the [LeaseState].
final class LeaseGiver {
  private final LeaseTable.Work work;
  private final LeaseTable.Policy policy;
  private final Supplier<EncoderIdentity> identity;
  private final GopEntries entries;
  private final SlotBoard slots;
  private final WorkerBoard workers;
  private final SecondCopies copies;
  private long given;

  /// @param entries what there is to give
  LeaseGiver(LeaseTable.Terms terms, GopEntries entries, SlotBoard slots, WorkerBoard workers) {
    this.work = terms.work();
    this.policy = terms.policy();
    this.identity = terms.identity();
    this.entries = entries;
    this.slots = slots;
    this.workers = workers;
    this.copies = new SecondCopies(work, slots, workers);
  }

  /// What a slot should encode now, or null. A second copy is made only when no GOP waits, nor will
  /// one be found.
  ///
  /// @param planned whether all GOPs are known
  @Nullable GopEntry next(Slot slot, boolean planned) {
    boolean idle = workers.busy(slot.worker()) == 0;
    GopEntry entry = entries.next(slot, slots, planned, idle);
    return entry == null && planned && !entries.anyWaiting()
        ? copies.choose(slot, entries.leased())
        : entry;
  }

  /// Whether a worker may encode one more GOP at a time.
  boolean mayTake(String worker) {
    return workers.busy(worker) < slots.limit(worker) && !workers.isAlone(worker);
  }

  /// Gives a lease.
  ///
  /// @param ends told of its end
  GopLease give(GopEntry entry, Slot slot, LeaseEnds ends) {
    entry.attempts++;
    long firstFrame = work.plan().firstFrame(entry.index);
    var claim =
        new Claim(
            entry.index,
            firstFrame,
            entry.attempts,
            entry.stalls,
            slot,
            identity.get(),
            ++given,
            !entry.leases.isEmpty(),
            entry.suspect() && !slot.isLocal());
    var writer = work.store().writer(entry.index, firstFrame, entry.attempts);
    var result = new LeasedResult(writer, proof(slot).begin());
    var lease = new GopLease(ends, work, result, claim);
    entries.leased(entry, lease);
    workers.leased(slot, claim.alone());
    return lease;
  }

  /// Leases that were given.
  long given() {
    return given;
  }

  private GopProof proof(Slot slot) {
    return slot.isLocal() ? policy.proof() : policy.proofElsewhere();
  }
}
