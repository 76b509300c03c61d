package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.job.SetAside;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.AttemptLogs;
import org.rav1ebygop.engine.store.StoredGop;

/// What comes of leases: a stored GOP, or one that waits again or is set aside.
final class LeaseEnds {
  private final LeaseTable table;
  private final GopEntries entries;
  private final SlotBoard slots;
  private final FilmPlan plan;
  private final FrameSupply supply;
  private final AttemptLogs logs;
  private final JobListener listener;

  /// @param table whose lock guards the entries and slots
  LeaseEnds(LeaseTable table, GopEntries entries, SlotBoard slots, JobListener listener) {
    this.table = table;
    this.entries = entries;
    this.slots = slots;
    this.plan = table.work().plan();
    this.supply = table.work().supply();
    this.logs = table.work().store().attemptLogs();
    this.listener = listener;
  }

  void stored(GopLease lease, StoredGop stored) {
    Claim claim = lease.claim();
    try {
      listener.on(
          new JobEvent.Stored(
              stored.gop(), stored.bytes(), claim.slot(), claim.attempt(), lease.age()));
    } finally {
      synchronized (table) {
        entries.stored(entries.get(claim.gop()), stored);
        table.notifyAll();
      }
    }
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
      all = slots.allLost();
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
    boolean triesLeft;
    synchronized (table) {
      triesLeft = entries.failed(entries.get(claim.gop()), claim.slot(), how.stalled());
    }
    boolean repeats = triesLeft && rewind(claim);
    Path file = logs.save(claim.gop(), claim.attempt(), facts(lease, how), log);
    tell(claim, how, file, !repeats);
    settle(claim, repeats ? null : how, file);
  }

  /// An attempt does not count.
  private void givenBack(GopLease lease, Ending.GivenBack how) {
    Claim claim = lease.claim();
    boolean repeats = rewind(claim);
    if (repeats) {
      listener.on(
          new JobEvent.GivenBack(
              claim.gop(), claim.firstFrame(), claim.attempt(), claim.slot(), how.reason()));
    } else {
      tell(claim, how, null, true);
    }
    settle(claim, repeats ? null : how, null);
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

  private String facts(GopLease lease, Ending how) {
    Claim claim = lease.claim();
    String gop =
        plan.frameCount(claim.gop()) > 0
            ? plan.gop(claim.gop()).toString()
            : "GOP %d (from frame %d)".formatted(claim.gop(), claim.firstFrame());
    return """
    %s, attempt %d on %s
    failed after %d s: %s
    the encoder had taken %d frames and given back %d packets; it said:

    """
        .formatted(
            gop,
            claim.attempt(),
            claim.slot(),
            lease.age().toSeconds(),
            how.reason(),
            lease.status().sent(),
            lease.received());
  }
}
