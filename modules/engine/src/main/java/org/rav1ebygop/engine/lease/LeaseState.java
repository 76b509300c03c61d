package org.rav1ebygop.engine.lease;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.store.StoredGop;

/// All that changes in a lease table. It owns the lock that guards it, and nobody else takes that
/// lock: each method is one step. Within a step the lock of the frame supply and of the plan may be
/// taken, but not those of a lease, and no listener is told.
final class LeaseState {
  private final FrameSupply supply;

  @GuardedBy("this")
  private final GopEntries entries;

  @GuardedBy("this")
  private final SlotBoard slots = new SlotBoard();

  @GuardedBy("this")
  private final WorkerBoard workers;

  @GuardedBy("this")
  private final SlotOutlook outlook;

  @GuardedBy("this")
  private final LeaseGiver giver;

  @GuardedBy("this")
  private boolean planned;

  @GuardedBy("this")
  private @Nullable GopException abortReason;

  LeaseState(LeaseTable.Terms terms) {
    LeaseTable.Work work = terms.work();
    this.supply = work.supply();
    this.entries = new GopEntries(work, terms.policy());
    this.workers = new WorkerBoard(work.clock());
    this.outlook = new SlotOutlook(slots, workers, work.clock());
    this.giver = new LeaseGiver(terms, entries, slots, workers);
  }

  /// Waits for a lease.
  ///
  /// @param ends told of its end
  /// @return null when there is no more work
  synchronized @Nullable GopLease take(Slot slot, LeaseEnds ends) throws InterruptedException {
    slots.joined(slot);
    try {
      while (!over()) {
        GopLease lease = find(slot, ends);
        if (lease != null) {
          return lease;
        }
        wait();
        slots.looksAgain(slot);
      }
      return null;
    } catch (InterruptedException e) {
      left(Set.of(slot));
      throw e;
    }
  }

  /// A lease if there is one for the slot now, or null; then it waits for one.
  synchronized @Nullable GopLease takeNow(Slot slot, LeaseEnds ends) {
    slots.joined(slot);
    slots.looksAgain(slot);
    return find(slot, ends);
  }

  /// A slot whose worker has left meanwhile does not count among those that live.
  @GuardedBy("this")
  private @Nullable GopLease find(Slot slot, LeaseEnds ends) {
    if (giver.mayTake(slot.worker())) {
      GopEntry entry = giver.next(slot, planned);
      if (entry != null) {
        notifyAll();
        return giver.give(entry, slot, ends);
      }
      slots.waits(slot);
      supply.starved();
    }
    return null;
  }

  /// Time has passed: a slot without work may now be worth a second copy.
  synchronized void lookAgain() {
    if (planned) {
      notifyAll();
    }
  }

  synchronized void left(Set<Slot> gone) {
    gone.forEach(slots::left);
    changed();
  }

  synchronized void joined(String worker, int offered) {
    workers.joined(worker, offered);
  }

  synchronized void traffic(String worker, long sent, long received) {
    workers.traffic(worker, sent, received);
  }

  synchronized void left(String worker, String reason) {
    slots.left(worker);
    workers.left(worker, reason);
    changed();
  }

  synchronized void gone(Set<String> names) {
    names.forEach(workers::gone);
  }

  /// Sets how many slots of a worker may encode at a time.
  ///
  /// @return whether that is another number than before
  synchronized boolean limit(String worker, int most) {
    if (slots.limit(worker) == most) {
      return false;
    }
    slots.limit(worker, most);
    changed();
    return true;
  }

  /// How many of the slots that a worker offers may encode at a time.
  synchronized int usable(String worker, int offered) {
    return Math.min(offered, slots.limit(worker));
  }

  synchronized void opened(int gop) {
    entries.add(gop);
    notifyAll();
  }

  /// Whether no slot will ever read frames of the GOP that was opened last, as far as is known now.
  synchronized boolean lastNeedsNoFrames() {
    return entries.needsNoFrames(entries.get(entries.size() - 1));
  }

  /// What a GOP is when its end becomes known.
  ///
  /// @param reused whether the one of an earlier run counts
  /// @param abandoned whether it is set aside
  record Closed(boolean reused, boolean abandoned) {}

  /// @param earlier the same GOP by an earlier run, or null
  synchronized Closed closed(int gop, @Nullable StoredGop earlier) {
    GopEntry entry = entries.get(gop);
    boolean reused = entries.close(entry, earlier);
    notifyAll();
    return new Closed(reused, entry.state == GopEntry.State.SET_ASIDE);
  }

  synchronized void planned() {
    planned = true;
    notifyAll();
  }

  /// The GOP of a lease.
  synchronized GopEntry entry(GopLease lease) {
    return entries.get(lease.claim().gop());
  }

  /// A lease has brought its GOP.
  ///
  /// @return other leases of it
  synchronized List<GopLease> stored(GopLease lease, StoredGop gop) {
    Slot slot = lease.claim().slot();
    List<GopLease> others = entries.stored(entry(lease), lease, gop);
    workers.stored(slot, gop.gop().frameCount(), lease.age());
    workers.ended(slot);
    notifyAll();
    return others;
  }

  /// A lease has brought nothing.
  synchronized Over over(GopLease lease, LeaseEnd how) {
    Claim claim = lease.claim();
    Slot slot = claim.slot();
    GopEntry entry = entry(lease);
    boolean wasSuspect = entry.suspect();
    entry.leases.remove(lease);
    workers.ended(slot);
    boolean again = entries.ended(entry, claim, how);
    boolean trouble = how instanceof LeaseEnd.SlotTrouble;
    if (trouble) {
      workers.troubled(slot, claim.number(), giver.given());
    }
    if (entry.state != GopEntry.State.STORED && (trouble || how.countsAgainstGop())) {
      workers.failed(slot);
    }
    changed();
    return new Over(
        left(entry),
        again,
        List.copyOf(entry.lostOn),
        entry.suspect() && !wasSuspect,
        slots.anyLocal(),
        workers.allTroubled());
  }

  private static Over.Left left(GopEntry entry) {
    if (entry.state == GopEntry.State.STORED) {
      return Over.Left.FINISHED;
    }
    return entry.leases.isEmpty() ? Over.Left.ALONE : Over.Left.IN_WORK;
  }

  /// A GOP waits again.
  synchronized void waitAgain(int gop) {
    entries.waitAgain(entries.get(gop));
    changed();
  }

  /// A GOP is given up.
  synchronized void setAside(SetAside reason) {
    entries.setAside(entries.get(reason.gop()), reason);
    changed();
  }

  /// A slot does not come back from an encoder that was to end.
  synchronized void lost(Slot slot) {
    slots.lost(slot);
    changed();
  }

  /// Whether the job can go on no more, because it will get no slot.
  synchronized boolean stuck() {
    return !over() && outlook.isHopeless();
  }

  /// No more leases.
  ///
  /// @return those that are out
  synchronized List<GopLease> abort(GopException reason) {
    if (abortReason == null) {
      abortReason = reason;
    }
    notifyAll();
    return entries.leases();
  }

  synchronized void awaitOver() throws InterruptedException {
    while (!over()) {
      wait();
    }
  }

  /// Waits until a GOP is stored.
  ///
  /// @return false when it never will be, in this run
  synchronized boolean awaitStored(int gop) throws InterruptedException {
    while (abortReason == null) {
      if (gop < entries.size()) {
        switch (entries.get(gop).state) {
          case STORED -> {
            return true;
          }
          case SET_ASIDE -> {
            return false;
          }
          case WAITING, LEASED -> {}
        }
      } else if (planned) {
        return false;
      }
      wait();
    }
    return false;
  }

  synchronized boolean over() {
    return abortReason != null || done();
  }

  synchronized boolean done() {
    return planned && entries.noneOpen();
  }

  synchronized @Nullable GopException abortReason() {
    return abortReason;
  }

  synchronized List<SetAside> setAside() {
    return entries.setAside();
  }

  synchronized JobStatus status() {
    return entries.status(supply, workers);
  }

  /// The leases that are out.
  synchronized List<GopLease> leases() {
    return entries.leases();
  }

  /// GOPs that leases have brought.
  synchronized int storedHere() {
    return entries.storedHere();
  }

  /// Whether slots have to wait for the analysis: more of them have no GOP than there are GOPs to
  /// take, or one has come to the end of what is known of its GOP.
  synchronized boolean starving() {
    return slots.idle() > entries.takeable()
        || entries.leases().stream().anyMatch(GopLease::starves);
  }

  /// Whether slots have to wait for the analysis, no lease is out that could end meanwhile, and no
  /// slot is about to take a GOP that waits.
  synchronized boolean atStandstill() {
    List<GopLease> leases = entries.leases();
    return starving()
        && !entries.settling()
        && leases.stream().allMatch(GopLease::starves)
        && !(entries.takeable() > 0 && isTaking(leases));
  }

  /// Whether a slot is about to take a GOP: one that waits and may have it, or one of this machine
  /// between two leases. One of another machine may stay there.
  @GuardedBy("this")
  private boolean isTaking(List<GopLease> leases) {
    for (Slot slot : slots.waiting()) {
      if (giver.mayTake(slot.worker()) && giver.next(slot, planned) != null) {
        return true;
      }
    }
    Set<Slot> between = slots.notWaiting();
    leases.forEach(lease -> between.remove(lease.claim().slot()));
    between.removeIf(slot -> !slot.isLocal());
    return !between.isEmpty() && giver.mayTake(between.iterator().next().worker());
  }

  /// Whoever makes room for frames asks again whether all is at a standstill.
  @GuardedBy("this")
  private void changed() {
    supply.starved();
    notifyAll();
  }

  /// How many GOPs wait for a slot.
  synchronized int waiting() {
    return abortReason == null ? entries.takeable() : 0;
  }
}
