package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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
  /// @param proof what each GOP has to stand
  public record Policy(int maxTries, boolean inOrder, GopProof proof) {}

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final FilmPlan plan;
  private final FrameSupply supply;
  private final Work work;
  private final Policy policy;
  private final Supplier<EncoderIdentity> identity;
  private final JobListener listener;
  private final GopEntries entries;
  private final LeaseEnds ends;
  private final SlotBoard slots = new SlotBoard();
  private final LocalSlots local;
  private final Decisions decisions;
  private long given;
  private boolean planned;
  private @Nullable GopException abortReason;

  /// @param identity that all GOPs must have
  public LeaseTable(
      Work work, Policy policy, Supplier<EncoderIdentity> identity, JobListener listener) {
    this.plan = work.plan;
    this.supply = work.supply;
    this.work = work;
    this.entries = new GopEntries(work, policy);
    this.ends = new LeaseEnds(this, entries, slots, listener);
    this.decisions = new Decisions(this, entries, listener);
    this.local = new LocalSlots(this, slots, supply, listener);
    this.policy = policy;
    this.identity = identity;
    this.listener = listener;
  }

  /// What there is to do, with what, and where it goes.
  public record Work(FilmPlan plan, FrameSupply supply, GopStore store) {}

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
            new JobEvent.Leased(claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot()));
      }
    }
    return lease;
  }

  private synchronized @Nullable GopLease await(Slot slot) throws InterruptedException {
    slots.joined(slot);
    try {
      while (!over()) {
        if (leased(slot.worker()) < slots.limit(slot.worker())) {
          GopEntry entry = entries.next(slot, slots, planned);
          if (entry != null) {
            return lease(entry, slot);
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

  /// These slots are gone.
  public synchronized void left(Set<Slot> gone) {
    gone.forEach(slots::left);
    notifyAll();
  }

  /// A worker is gone with all its slots.
  public synchronized void left(String worker) {
    slots.left(worker);
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
    return entries.status(supply);
  }

  Work work() {
    return work;
  }

  /// The leases that are out.
  synchronized List<GopLease> leases() {
    return entries.leases();
  }

  /// GOPs that leases have brought.
  synchronized int storedHere() {
    return entries.storedHere();
  }

  int leased(String worker) {
    return Math.toIntExact(
        entries.leases().stream().filter(l -> l.claim().slot().worker().equals(worker)).count());
  }

  @Override
  public synchronized boolean over() {
    return abortReason != null || (planned && entries.noneOpen());
  }

  private GopLease lease(GopEntry entry, Slot slot) {
    entry.attempts++;
    long firstFrame = plan.firstFrame(entry.index);
    var claim =
        new Claim(
            entry.index, firstFrame, entry.attempts, entry.stalls, slot, identity.get(), ++given);
    var writer = work.store.writer(entry.index, firstFrame, entry.attempts);
    var result = new LeasedResult(writer, policy.proof.begin());
    var lease = new GopLease(ends, work, result, claim);
    entry.state = GopEntry.State.LEASED;
    entry.lease = lease;
    notifyAll();
    return lease;
  }
}
