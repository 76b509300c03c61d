package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.JobStatus;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.StoredGop;

/// All GOPs of a job and who has them. GOPs appear as their keyframes are decided; a slot gets the
/// longest one that waits, or on a pipe, whose frames take memory while they wait, the first one. A
/// failed GOP waits again, rather for another slot than the one that failed, until it has been
/// tried often enough; then it is set aside.
public final class LeaseTable implements Leases {
  /// How leases are given.
  ///
  /// @param maxTries attempts at one GOP, 1 or more
  /// @param inOrder first GOP first
  /// @param proof what each GOP has to stand that is encoded on this machine
  /// @param proofElsewhere the same for other machines
  public record Policy(int maxTries, boolean inOrder, GopProof proof, GopProof proofElsewhere) {}

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final FilmPlan plan;
  private final FrameSupply supply;
  private final Work work;
  private final Policy policy;
  private final JobListener listener;
  private final GopEntries entries;
  private final LeaseEnds ends;
  private final SlotBoard slots = new SlotBoard();
  private final WorkerBoard workers;
  private final LeaseGiver giver;
  private final LocalSlots local;
  private final Decisions decisions;
  private boolean planned;
  private @Nullable GopException abortReason;

  /// @param identity that all GOPs must have
  public LeaseTable(
      Work work, Policy policy, Supplier<EncoderIdentity> identity, JobListener listener) {
    this.plan = work.plan;
    this.supply = work.supply;
    this.work = work;
    this.policy = policy;
    this.entries = new GopEntries(work, policy);
    this.workers = new WorkerBoard(work.clock);
    var boards = new LeaseEnds.Boards(slots, workers);
    this.giver = new LeaseGiver(this, entries, boards, identity);
    this.ends = new LeaseEnds(this, entries, boards, listener);
    this.decisions = new Decisions(this, entries, listener);
    this.local = new LocalSlots(this, slots, supply, listener);
    this.listener = listener;
  }

  /// What there is to do, with what, and where it goes.
  ///
  /// @param clock in nanoseconds
  public record Work(FilmPlan plan, FrameSupply supply, GopStore store, LongSupplier clock) {}

  @Override
  public @Nullable Lease take(Slot slot) throws InterruptedException {
    GopLease lease;
    try {
      lease = await(slot);
    } catch (GopException e) {
      abort(e);
      return null;
    }
    if (lease != null) {
      Claim claim = lease.claim();
      try (Pulse.Call _ = lease.pulse().call()) {
        listener.on(
            new JobEvent.Leased(
                claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot(), claim.copy()));
      }
    }
    return lease;
  }

  private synchronized @Nullable GopLease await(Slot slot) throws InterruptedException {
    slots.joined(slot);
    try {
      while (!over()) {
        if (giver.mayTake(slot.worker())) {
          GopEntry entry = giver.next(slot, planned);
          if (entry != null) {
            notifyAll();
            return giver.give(entry, slot, ends);
          }
          slots.waits(slot);
          supply.starved();
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

  /// Time has passed: a slot without work may now be worth a second copy.
  synchronized void lookAgain() {
    if (planned) {
      notifyAll();
    }
  }

  /// These slots are gone.
  public synchronized void left(Set<Slot> gone) {
    gone.forEach(slots::left);
    notifyAll();
  }

  /// A worker offers slots.
  public synchronized void joined(String worker, int offered) {
    workers.joined(worker, offered);
  }

  /// What has gone over a network for a worker so far, in bytes.
  public synchronized void traffic(String worker, long sent, long received) {
    workers.traffic(worker, sent, received);
  }

  /// A worker is gone with all its slots.
  ///
  /// @param reason one line; empty when it left in order
  public synchronized void left(String worker, String reason) {
    slots.left(worker);
    workers.left(worker, reason);
    notifyAll();
  }

  /// How many GOPs may be encoded at a time on this machine.
  public LocalSlots local() {
    return local;
  }

  /// The plan has one more GOP, and so the one before has its end.
  public void opened(int gop) {
    decisions.opened(gop);
  }

  /// A frame is decided: it belongs to the GOP that was opened last.
  public void extended(long frame) {
    decisions.extended(frame);
  }

  /// Whether slots wait for frames that are not decided yet: more of them have no GOP than there
  /// are GOPs to take, or one has come to the end of what is known of its GOP.
  public synchronized boolean starving() {
    return slots.idle() > entries.takeable()
        || entries.leases().stream().anyMatch(GopLease::starves);
  }

  /// The plan is complete.
  public void planned() {
    decisions.ended();
    synchronized (this) {
      planned = true;
      notifyAll();
    }
    listener.on(new JobEvent.Planned(plan.frames(), plan.gopCount()));
  }

  /// Ends the job: no more leases, those that are out are revoked.
  public void abort(GopException reason) {
    plan.fail(reason);
    List<GopLease> leases;
    synchronized (this) {
      if (abortReason == null) {
        abortReason = reason;
      }
      leases = entries.leases();
      notifyAll();
    }
    var enders = new Detached();
    leases.forEach(lease -> lease.cancel(enders));
    enders.await(PATIENCE);
  }

  /// Waits until every GOP is stored or set aside, or the job is aborted.
  public synchronized void awaitOver() throws InterruptedException {
    while (!over()) {
      wait();
    }
  }

  /// Waits until a GOP is stored.
  ///
  /// @return null when it never will be, in this run
  public synchronized @Nullable StoredGop awaitStored(int gop) throws InterruptedException {
    while (abortReason == null) {
      if (gop < entries.size()) {
        GopEntry.State state = entries.get(gop).state;
        if (state == GopEntry.State.STORED) {
          return work.store.find(gop);
        }
        if (state == GopEntry.State.SET_ASIDE) {
          return null;
        }
      } else if (planned) {
        return null;
      }
      wait();
    }
    return null;
  }

  /// Whether every GOP is stored or set aside.
  public synchronized boolean done() {
    return planned && entries.noneOpen();
  }

  /// Why the job was ended, or null.
  public synchronized @Nullable GopException abortReason() {
    return abortReason;
  }

  /// The GOPs that were given up.
  public synchronized List<SetAside> setAside() {
    return entries.setAside();
  }

  /// Where the job stands.
  public synchronized JobStatus status() {
    return entries.status(supply, workers);
  }

  Work work() {
    return work;
  }

  Policy policy() {
    return policy;
  }

  /// The leases that are out.
  synchronized List<GopLease> leases() {
    return entries.leases();
  }

  /// GOPs that leases have brought.
  synchronized int storedHere() {
    return entries.storedHere();
  }

  @Override
  public synchronized boolean over() {
    return abortReason != null || (planned && entries.noneOpen());
  }

  @Override
  public synchronized int waiting() {
    return abortReason == null ? entries.takeable() : 0;
  }
}
