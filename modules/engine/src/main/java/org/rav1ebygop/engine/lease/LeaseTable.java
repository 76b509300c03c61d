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
  private final GopStore store;
  private final JobListener listener;
  private final LeaseState state;
  private final LeaseEnds ends;
  private final LocalSlots local;
  private final Decisions decisions;

  /// @param identity that all GOPs must have
  public LeaseTable(
      Work work, Policy policy, Supplier<EncoderIdentity> identity, JobListener listener) {
    this.plan = work.plan;
    this.store = work.store;
    this.listener = listener;
    this.state = new LeaseState(new Terms(work, policy, identity));
    this.ends = new LeaseEnds(state, work, listener, this::abort);
    this.decisions = new Decisions(state, work, listener);
    this.local = new LocalSlots(state, work.supply, listener);
  }

  /// What there is to do, with what, and where it goes.
  ///
  /// @param clock in nanoseconds
  public record Work(FilmPlan plan, FrameSupply supply, GopStore store, LongSupplier clock) {}

  /// On what terms leases are given.
  ///
  /// @param identity that all GOPs must have
  record Terms(Work work, Policy policy, Supplier<EncoderIdentity> identity) {}

  @Override
  public @Nullable Lease take(Slot slot) throws InterruptedException {
    GopLease lease;
    try {
      lease = state.take(slot, ends);
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

  /// Time has passed: a slot without work may now be worth a second copy, and a job whose slots do
  /// not come back is to end.
  void lookAgain() {
    state.lookAgain();
    if (state.stuck()) {
      abort(GopException.encoder("no slot is left: none of their encoders ends", null));
    }
  }

  /// These slots are gone.
  public void left(Set<Slot> gone) {
    state.left(gone);
  }

  /// A worker offers slots.
  public void joined(String worker, int offered) {
    state.joined(worker, offered);
  }

  /// What has gone over a network for a worker so far, in bytes.
  public void traffic(String worker, long sent, long received) {
    state.traffic(worker, sent, received);
  }

  /// A worker is gone with all its slots.
  ///
  /// @param reason one line; empty when it left in order
  public void left(String worker, String reason) {
    state.left(worker, reason);
  }

  /// These workers will not come back: their transport has ended.
  public void gone(Set<String> workers) {
    state.gone(workers);
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
  public boolean starving() {
    return state.starving();
  }

  /// Whether, in addition, no encoder is at work that could make room for frames when it is done.
  public boolean atStandstill() {
    return state.atStandstill();
  }

  /// The plan is complete.
  public void planned() {
    decisions.ended();
    state.planned();
    listener.on(new JobEvent.Planned(plan.frames(), plan.gopCount()));
  }

  /// Ends the job: no more leases, those that are out are revoked.
  public void abort(GopException reason) {
    plan.fail(reason);
    List<GopLease> leases = state.abort(reason);
    var enders = new Detached();
    leases.forEach(lease -> lease.cancel(enders));
    enders.await(PATIENCE);
  }

  /// Waits until every GOP is stored or set aside, or the job is aborted.
  public void awaitOver() throws InterruptedException {
    state.awaitOver();
  }

  /// Waits until a GOP is stored.
  ///
  /// @return null when it never will be, in this run
  public @Nullable StoredGop awaitStored(int gop) throws InterruptedException {
    return state.awaitStored(gop) ? store.find(gop) : null;
  }

  /// Whether every GOP is stored or set aside.
  public boolean done() {
    return state.done();
  }

  /// Why the job was ended, or null.
  public @Nullable GopException abortReason() {
    return state.abortReason();
  }

  /// The GOPs that were given up.
  public List<SetAside> setAside() {
    return state.setAside();
  }

  /// Where the job stands.
  public JobStatus status() {
    return state.status();
  }

  /// The leases that are out.
  List<GopLease> leases() {
    return state.leases();
  }

  /// GOPs that leases have brought.
  int storedHere() {
    return state.storedHere();
  }

  @Override
  public boolean over() {
    return state.over();
  }

  @Override
  public int waiting() {
    return state.waiting();
  }
}
