package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.StoredGop;

/// What comes of leases: a stored GOP, or one that waits again or is set aside.
final class LeaseEnds {
  private final LeaseTable table;
  private final GopEntries entries;
  private final SlotBoard slots;
  private final WorkerBoard workers;
  private final FilmPlan plan;
  private final FrameSupply supply;
  private final AttemptFacts facts;
  private final JobListener listener;

  /// @param table whose lock guards the entries and boards
  LeaseEnds(LeaseTable table, GopEntries entries, Boards boards, JobListener listener) {
    this.table = table;
    this.entries = entries;
    this.slots = boards.slots;
    this.workers = boards.workers;
    this.plan = table.work().plan();
    this.supply = table.work().supply();
    this.facts = new AttemptFacts(plan, table.work().store().attemptLogs());
    this.listener = listener;
  }

  /// Who encodes.
  record Boards(SlotBoard slots, WorkerBoard workers) {}

  /// What is left of a GOP when a lease of it is over.
  private enum Left {
    /// It is finished.
    FINISHED,
    /// Another slot is at it.
    IN_WORK,
    /// Nobody is at it.
    ALONE
  }

  /// A lease has all it needs. It becomes the result, unless another one has been sooner.
  ///
  /// @throws GopException of kind ENCODER when it does not become the result
  void settle(GopLease lease) {
    GopEntry entry = entry(lease);
    synchronized (entry.gate) {
      StoredGop sooner = table.work().store().find(lease.claim().gop());
      if (sooner == null) {
        stored(lease, lease.commit());
        return;
      }
      compare(lease, sooner);
    }
    throw GopException.encoder("another slot has finished the GOP sooner", null);
  }

  /// Encoding is a pure function: what differs is a fault, though nobody can say whose.
  private void compare(GopLease lease, StoredGop sooner) {
    if (!lease.sha256().equals(sooner.sha256())) {
      listener.on(
          new JobEvent.Warning(
              "%s came out of %s with other bytes than of the slot that was sooner; one of the two machines is not to be trusted"
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
      synchronized (table) {
        others = entries.stored(entries.get(claim.gop()), lease, stored);
        workers.stored(claim.slot(), stored.gop().frameCount(), lease.age());
        workers.ended(claim.slot());
        table.notifyAll();
      }
    }
    var why = new Ending.Superseded(claim.slot());
    others.forEach(other -> other.revoke(why, () -> true));
    supply.release(stored.gop());
  }

  /// A lease has brought nothing.
  void ended(GopLease lease, Ending how, String log) {
    switch (how) {
      case Ending.Failed failed -> {
        if (failed.failure().kind() != GopException.Kind.ENCODER) {
          table.abort(failed.failure());
        }
        failed(lease, failed, log);
      }
      case Ending.GivenBack givenBack -> givenBack(lease, givenBack);
      case Ending.Superseded _ -> superseded(lease);
    }
  }

  private GopEntry entry(GopLease lease) {
    synchronized (table) {
      return entries.get(lease.claim().gop());
    }
  }

  /// A lease is over and has brought nothing.
  private Left end(GopLease lease) {
    synchronized (table) {
      GopEntry entry = entries.get(lease.claim().gop());
      entry.leases.remove(lease);
      workers.ended(lease.claim().slot());
      table.notifyAll();
      if (entry.state == GopEntry.State.STORED) {
        return Left.FINISHED;
      }
      return entry.leases.isEmpty() ? Left.ALONE : Left.IN_WORK;
    }
  }

  /// The slot of a revoked lease does not come back.
  void lost(GopLease lease) {
    Slot slot = lease.claim().slot();
    listener.on(
        new JobEvent.Warning("%s is not used any more: its encoder does not end".formatted(slot)));
    boolean all;
    synchronized (table) {
      slots.lost(slot);
      all = slots.allLost() && !table.done();
      table.notifyAll();
    }
    if (all) {
      table.abort(GopException.encoder("no slot is left: none of their encoders ends", null));
    }
  }

  void revokeFailed(Claim claim, RuntimeException e) {
    listener.on(
        new JobEvent.Warning("the encoder of %s was not ended: %s".formatted(claim.slot(), e)));
  }

  /// An attempt counts as failed.
  private void failed(GopLease lease, Ending.Failed how, String log) {
    Claim claim = lease.claim();
    Left left;
    boolean triesLeft;
    synchronized (table) {
      left = end(lease);
      triesLeft = entries.failed(entries.get(claim.gop()), claim.slot(), how.stalled());
      if (left != Left.FINISHED) {
        workers.failed(claim.slot());
      }
    }
    if (left == Left.FINISHED) {
      tellSuperseded(claim);
      return;
    }
    boolean repeats = left == Left.IN_WORK || (triesLeft && rewind(claim));
    Path file = facts.save(lease, how, log);
    tell(claim, how, file, !repeats);
    if (left == Left.ALONE) {
      settle(claim, repeats ? null : how, file);
    }
  }

  /// Another lease has brought the GOP.
  private void superseded(GopLease lease) {
    var _ = end(lease);
    tellSuperseded(lease.claim());
  }

  private void tellSuperseded(Claim claim) {
    listener.on(
        new JobEvent.Superseded(claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot()));
  }

  /// An attempt does not count.
  private void givenBack(GopLease lease, Ending.GivenBack how) {
    Claim claim = lease.claim();
    Left left = end(lease);
    boolean repeats = left != Left.ALONE || rewind(claim);
    if (repeats) {
      listener.on(
          new JobEvent.GivenBack(
              claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot(), how.reason()));
    } else {
      tell(claim, how, null, true);
    }
    if (left == Left.ALONE) {
      settle(claim, repeats ? null : how, null);
    }
  }

  private boolean rewind(Claim claim) {
    return supply.rewind(claim.firstFrame(), plan.endSoFar(claim.gop()));
  }

  private void tell(Claim claim, Ending how, @Nullable Path log, boolean setAside) {
    listener.on(
        new JobEvent.AttemptFailed(
            claim.gop(),
            claim.firstFrame(),
            plan.frameCount(claim.gop()),
            claim.attempt(),
            claim.slot(),
            how.reason(),
            log,
            setAside));
  }

  /// @param givenUp why the GOP is set aside, or null when it waits again
  private void settle(Claim claim, @Nullable Ending givenUp, @Nullable Path log) {
    synchronized (table) {
      GopEntry entry = entries.get(claim.gop());
      if (givenUp == null) {
        entries.waitAgain(entry);
      } else {
        entries.setAside(
            entry, new SetAside(claim.gop(), claim.firstFrame(), -1, givenUp.reason(), log));
      }
      table.notifyAll();
    }
    if (givenUp != null) {
      forget(claim);
    }
  }

  /// No slot will ask for frames of a GOP any more.
  private void forget(Claim claim) {
    if (plan.frameCount(claim.gop()) > 0) {
      supply.release(plan.gop(claim.gop()));
      return;
    }
    for (long i = claim.firstFrame(); i < plan.endSoFar(claim.gop()); i++) {
      supply.sent(i);
    }
  }
}
