package org.rav1ebygop.engine.lease;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Gop;
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
/// failed GOP waits again until it has been tried often enough, then it is set aside.
public final class LeaseTable implements Leases {
  /// How leases are given.
  ///
  /// @param maxTries attempts at one GOP, 1 or more
  /// @param inOrder first GOP first
  /// @param proof what each GOP has to stand
  public record Policy(int maxTries, boolean inOrder, GopProof proof) {}

  private final FilmPlan plan;
  private final FrameSupply supply;
  private final GopStore store;
  private final Policy policy;
  private final Supplier<EncoderIdentity> identity;
  private final JobListener listener;
  private final GopEntries entries;
  private final Set<Slot> slots = new HashSet<>();
  private int idle;
  private boolean planned;
  private @Nullable GopException abortReason;

  /// @param identity that all GOPs must have
  public LeaseTable(
      Work work, Policy policy, Supplier<EncoderIdentity> identity, JobListener listener) {
    this.plan = work.plan;
    this.supply = work.supply;
    this.store = work.store;
    this.entries = new GopEntries(work.plan, work.store);
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
      GopLease.Claim claim = lease.claim();
      listener.on(
          new JobEvent.Leased(claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot()));
    }
    return lease;
  }

  private synchronized @Nullable GopLease await(Slot slot) throws InterruptedException {
    slots.add(slot);
    while (!over()) {
      GopEntry entry = policy.inOrder ? entries.first() : entries.longest(planned, slots.size());
      if (entry != null) {
        return lease(entry, slot);
      }
      idle++;
      supply.starved();
      try {
        wait();
      } finally {
        idle--;
      }
    }
    return null;
  }

  /// The plan has one more GOP, and so the one before has its end.
  public void opened(int gop) {
    close(gop - 1);
    synchronized (this) {
      entries.add(gop);
      notifyAll();
    }
    listener.on(new JobEvent.Keyframe(gop, plan.firstFrame(gop)));
  }

  /// A frame is decided: it belongs to the GOP that was opened last.
  public void extended(long frame) {
    boolean unused;
    synchronized (this) {
      unused = entries.needsNoFrames(entries.get(entries.size() - 1));
    }
    if (unused) {
      supply.sent(frame);
    }
  }

  /// Whether slots wait for frames that are not decided yet: more of them have no GOP than there
  /// are GOPs to take, or one has come to the end of what is known of its GOP.
  public synchronized boolean starving() {
    return idle > entries.takeable() || entries.leases().stream().anyMatch(GopLease::starves);
  }

  /// The plan is complete.
  public void planned() {
    close(plan.gopCount() - 1);
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
    leases.forEach(GopLease::revoke);
  }

  /// Waits until a GOP is stored.
  ///
  /// @return null when it never will be, in this run
  public synchronized @Nullable StoredGop awaitStored(int gop) throws InterruptedException {
    while (abortReason == null) {
      if (gop < entries.size()) {
        GopEntry.State state = entries.get(gop).state;
        if (state == GopEntry.State.STORED) {
          return store.find(gop);
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

  void stored(GopLease lease, StoredGop stored) {
    GopLease.Claim claim = lease.claim();
    listener.on(
        new JobEvent.Stored(
            stored.gop(), stored.bytes(), claim.slot(), claim.attempt(), lease.age()));
    synchronized (this) {
      entries.stored(entries.get(claim.gop()), stored);
      notifyAll();
    }
    supply.release(stored.gop());
  }

  void revokeFailed(GopLease.Claim claim, RuntimeException e) {
    listener.on(
        new JobEvent.Warning("the encoder of %s was not ended: %s".formatted(claim.slot(), e)));
  }

  void failed(GopLease lease, GopException reason) {
    if (reason.kind() != GopException.Kind.ENCODER) {
      abort(reason);
    }
    GopLease.Claim claim = lease.claim();
    boolean canRepeat =
        claim.attempt() < policy.maxTries
            && supply.rewind(claim.firstFrame(), plan.endSoFar(claim.gop()));
    listener.on(
        new JobEvent.AttemptFailed(
            claim.gop(),
            claim.firstFrame(),
            claim.attempt(),
            claim.slot(),
            reason.getMessage(),
            !canRepeat));
    synchronized (this) {
      GopEntry entry = entries.get(claim.gop());
      if (canRepeat) {
        entries.waitAgain(entry);
      } else {
        entries.setAside(entry, new SetAside(claim.gop(), claim.firstFrame(), reason.getMessage()));
      }
      notifyAll();
    }
    if (!canRepeat) {
      forget(claim);
    }
  }

  /// No slot will ask for frames of a GOP any more.
  private void forget(GopLease.Claim claim) {
    if (plan.frameCount(claim.gop()) > 0) {
      supply.release(plan.gop(claim.gop()));
      return;
    }
    for (long i = claim.firstFrame(); i < plan.endSoFar(claim.gop()); i++) {
      supply.sent(i);
    }
  }

  private boolean over() {
    return abortReason != null || (planned && entries.noneOpen());
  }

  private GopLease lease(GopEntry entry, Slot slot) {
    entry.attempts++;
    long firstFrame = plan.firstFrame(entry.index);
    var claim = new GopLease.Claim(entry.index, firstFrame, entry.attempts, slot, identity.get());
    var writer = store.writer(entry.index, firstFrame, entry.attempts);
    var result = new GopLease.Result(writer, policy.proof.begin());
    var lease = new GopLease(this, plan, supply, result, claim);
    entry.state = GopEntry.State.LEASED;
    entry.lease = lease;
    return lease;
  }

  private void close(int index) {
    if (index < 0) {
      return;
    }
    Gop gop = plan.gop(index);
    StoredGop stored = store.find(index);
    if (stored != null && !stored.gop().equals(gop)) {
      listener.on(
          new JobEvent.Warning(
              "%s is encoded again: it holds %s, but %s is wanted"
                  .formatted(stored.file(), stored.gop(), gop)));
      supply.rewind(gop.firstFrame(), gop.endFrame());
      store.discard(stored);
      stored = null;
    }
    boolean reused;
    boolean abandoned;
    synchronized (this) {
      GopEntry entry = entries.get(index);
      entry.closed = true;
      reused = stored != null && entry.state == GopEntry.State.WAITING;
      abandoned = entry.state == GopEntry.State.SET_ASIDE;
      if (reused && stored != null) {
        entries.reused(entry, stored);
      }
      notifyAll();
    }
    if (reused && stored != null) {
      listener.on(new JobEvent.Reused(gop, stored.bytes()));
    }
    if (reused || abandoned) {
      supply.release(gop);
    }
  }
}
