package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.StoredGop;

/// What comes of leases: a stored GOP, or one that waits again or is set aside.
final class LeaseEnds {
  private final LeaseState state;
  private final FilmPlan plan;
  private final FrameSupply supply;
  private final GopStore store;
  private final AttemptFacts facts;
  private final JobListener listener;
  private final Consumer<GopException> abort;

  /// @param abort ends the job
  LeaseEnds(
      LeaseState state, LeaseTable.Work work, JobListener listener, Consumer<GopException> abort) {
    this.state = state;
    this.plan = work.plan();
    this.supply = work.supply();
    this.store = work.store();
    this.facts = new AttemptFacts(plan, store.attemptLogs());
    this.listener = listener;
    this.abort = abort;
  }

  /// A lease has all it needs. It becomes the result, unless another one has been sooner.
  ///
  /// @throws GopException of kind ENCODER when it does not become the result
  void settle(GopLease lease) {
    state
        .entry(lease)
        .settle(() -> {
          StoredGop sooner = store.find(lease.claim().gop());
          if (sooner == null) {
            stored(lease, lease.commit());
          } else {
            compare(lease, sooner);
            throw GopException.encoder("another slot has finished the GOP sooner", null);
          }
        });
  }

  /// Encoding is a pure function: what differs is a fault, though nobody can say whose.
  private void compare(GopLease lease, StoredGop sooner) {
    if (!lease.sha256().equals(sooner.sha256())) {
      listener.on(
          new JobEvent.Warning(
              "%s: %s produced different bytes than the slot that finished first; one of the two machines cannot be trusted"
                  .formatted(sooner.gop(), lease.claim().slot())));
    }
  }

  private void stored(GopLease lease, StoredGop stored) {
    Claim claim = lease.claim();
    List<GopLease> others = List.of();
    try {
      listener.on(
          new JobEvent.Stored(
              stored.gop(), stored.bytes(), claim.slot(), claim.attempt(), lease.age()));
      lease.findings(stored.gop()).forEach(listener::on);
    } finally {
      others = state.stored(lease, stored);
    }
    var why = new LeaseEnd.Superseded(claim.slot());
    others.forEach(other -> other.revoke(why, () -> true));
    supply.release(stored.gop());
  }

  /// A lease has brought nothing.
  ///
  /// @param log what its encoder wrote
  void ended(GopLease lease, LeaseEnd how, String log) {
    Claim claim = lease.claim();
    Over over = state.over(lease, how);
    GopException fatal = fatal(claim.slot(), how, over);
    if (fatal != null) {
      abort.accept(fatal);
    }
    if (over.left() == Over.Left.FINISHED) {
      listener.on(
          new JobEvent.Superseded(claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot()));
      return;
    }
    if (over.nowSuspect()) {
      listener.on(new JobEvent.Warning(suspicion(claim, over)));
    }
    boolean repeats = over.left() == Over.Left.IN_WORK || (over.again() && rewind(claim));
    if (repeats && !how.countsAgainstGop()) {
      listener.on(
          new JobEvent.WaitsAgain(
              claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot(), how));
    } else {
      String reason = reason(how, over);
      Path file = facts.save(lease, reason, log);
      var given = new SetAside(claim.gop(), claim.firstFrame(), -1, reason, file);
      listener.on(failed(claim, how, given, !repeats));
      if (!repeats) {
        setAside(given);
      }
    }
    if (repeats && over.left() == Over.Left.ALONE) {
      state.waitAgain(claim.gop());
    }
  }

  /// Why the job cannot go on, or null.
  private static @Nullable GopException fatal(Slot slot, LeaseEnd how, Over over) {
    return switch (how) {
      case LeaseEnd.EncoderFailed(GopException failure, String _) ->
          failure.kind() == GopException.Kind.ENCODER ? null : failure;
      case LeaseEnd.SlotTrouble(GopException failure, String _) when slot.isLocal() -> failure;
      case LeaseEnd.SlotTrouble(GopException failure, String _) ->
          over.allTroubled()
              ? GopException.environment("%s: %s".formatted(slot, failure.getMessage()), failure)
              : null;
      case LeaseEnd.Rejected _,
          LeaseEnd.Stalled _,
          LeaseEnd.SlotLost _,
          LeaseEnd.GivenBack _,
          LeaseEnd.Superseded _,
          LeaseEnd.Completed _ ->
          null;
    };
  }

  private String suspicion(Claim claim, Over over) {
    return String.format(
        Locale.ROOT,
        "%s was lost %s: it is encoded after all others, and only %s",
        facts.name(claim),
        losses(over.lostOn()),
        over.here() ? "on this machine" : "by a worker that encodes nothing else");
  }

  private static String losses(List<String> workers) {
    String count =
        workers.size() < GopEntry.SUSPICIOUS
            ? GopEntry.OFTEN + " times, with "
            : "with " + workers.size() + " workers, ";
    return count + String.join(", ", workers);
  }

  private static String reason(LeaseEnd how, Over over) {
    return how instanceof LeaseEnd.SlotLost && !over.again()
        ? "%s, as with every worker that encoded it: %s"
            .formatted(how.reason(), String.join(", ", over.lostOn()))
        : how.reason();
  }

  /// A frame cannot be had, or a result not be stored.
  void broken(GopException reason) {
    abort.accept(reason);
  }

  /// The slot of a revoked lease does not come back.
  void lost(GopLease lease) {
    Slot slot = lease.claim().slot();
    listener.on(
        new JobEvent.Warning("%s is not used any more: its encoder does not end".formatted(slot)));
    state.lost(slot);
  }

  void revokeFailed(Claim claim, RuntimeException e) {
    listener.on(
        new JobEvent.Warning("the encoder of %s was not ended: %s".formatted(claim.slot(), e)));
  }

  private boolean rewind(Claim claim) {
    return supply.rewind(claim.firstFrame(), plan.endSoFar(claim.gop()));
  }

  private JobEvent failed(Claim claim, LeaseEnd how, SetAside facts, boolean setAside) {
    return new JobEvent.AttemptFailed(
        claim.gop(),
        claim.firstFrame(),
        plan.frameCount(claim.gop()),
        claim.attempt(),
        claim.slot(),
        how,
        facts.reason(),
        facts.log(),
        setAside);
  }

  /// No slot will ask for frames of the GOP any more.
  private void setAside(SetAside gop) {
    state.setAside(gop);
    if (plan.frameCount(gop.gop()) > 0) {
      supply.release(plan.gop(gop.gop()));
      return;
    }
    for (long i = gop.firstFrame(); i < plan.endSoFar(gop.gop()); i++) {
      supply.unneeded(i);
    }
  }
}
