package org.rav1ebygop.engine.lease;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.proof.GopProof;

/// Finds a GOP for a slot and gives it a lease. Guarded by the lock of the lease table.
final class LeaseGiver {
  private final LeaseTable.Work work;
  private final LeaseTable.Policy policy;
  private final GopEntries entries;
  private final LeaseEnds.Boards boards;
  private final Supplier<EncoderIdentity> identity;
  private final SecondCopies copies;
  private long given;

  /// @param table whose work and policy count
  /// @param identity that all GOPs must have
  LeaseGiver(
      LeaseTable table,
      GopEntries entries,
      LeaseEnds.Boards boards,
      Supplier<EncoderIdentity> identity) {
    this.work = table.work();
    this.policy = table.policy();
    this.entries = entries;
    this.boards = boards;
    this.identity = identity;
    this.copies = new SecondCopies(work, boards.slots(), boards.workers());
  }

  /// What a slot should encode now, or null. A second copy is made only when no GOP waits, nor will
  /// one be found.
  ///
  /// @param planned whether all GOPs are known
  @Nullable GopEntry next(Slot slot, boolean planned) {
    GopEntry entry = entries.next(slot, boards.slots(), planned);
    return entry == null && planned && entries.takeable() == 0
        ? copies.choose(slot, entries.all())
        : entry;
  }

  /// Whether a worker may encode one more GOP at a time.
  boolean mayTake(String worker) {
    int limit = boards.slots().limit(worker);
    return limit == SlotBoard.UNLIMITED || leased(worker) < limit;
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
            !entry.leases.isEmpty());
    var writer = work.store().writer(entry.index, firstFrame, entry.attempts);
    var result = new LeasedResult(writer, proof(slot).begin());
    var lease = new GopLease(ends, work, result, claim);
    entries.leased(entry, lease);
    boards.workers().leased(slot);
    return lease;
  }

  private int leased(String worker) {
    return Math.toIntExact(
        entries.leases().stream().filter(l -> l.claim().slot().worker().equals(worker)).count());
  }

  private GopProof proof(Slot slot) {
    return slot.isLocal() ? policy.proof() : policy.proofElsewhere();
  }
}
