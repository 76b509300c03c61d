package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.ToolUse;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.StoredGop;

/// A lease of the [LeaseTable]. It is valid until it is revoked and over when it is settled what
/// came of it; whoever settles it first, under its lock, decides that.
///
/// The lock guards the result; the table's lock is never taken while holding it, nor does the table
/// hold its own while taking this one.
final class GopLease implements Lease {
  private final LeaseEnds ends;
  private final FilmPlan plan;
  private final LeasedFrames frames;
  private final LeasedResult result;
  private final Claim claim;
  private final Pulse pulse = new Pulse();
  private final LongSupplier clock;
  private final long startNanos;
  private final Fate fate = new Fate();

  GopLease(LeaseEnds ends, LeaseTable.Work work, LeasedResult result, Claim claim) {
    this.ends = ends;
    this.plan = work.plan();
    this.frames = new LeasedFrames(plan, work.supply(), claim);
    this.result = result;
    this.claim = claim;
    this.clock = work.clock();
    this.startNanos = clock.getAsLong();
  }

  @Override
  public int gopIndex() {
    return claim.gop();
  }

  @Override
  public long firstFrame() {
    return claim.firstFrame();
  }

  @Override
  public int frameCount() {
    return plan.frameCount(claim.gop());
  }

  @Override
  public int attempt() {
    return claim.attempt();
  }

  @Override
  public @Nullable Frame nextFrame() throws InterruptedException {
    try (Pulse.Call _ = pulse.call()) {
      Frame frame = frames.next(fate::requireValid);
      if (frame != null) {
        result.sent(frame);
      }
      return frame;
    } catch (GopException e) {
      throw refused(e);
    } catch (InternalError e) {
      // Java makes it of a page of a mapped film that is not there any more
      throw refused(
          new GopException(
              GopException.Kind.INPUT,
              String.format(
                  Locale.ROOT,
                  "frame %d cannot be read any more: the film was cut off, or its disk fails; restore it and start again",
                  claim.firstFrame() + frames.sent() - 1),
              e));
    }
  }

  @Override
  public void packet(Packet packet) {
    take(() -> whileValid(() -> result.write(packet, frames.sent())));
  }

  @Override
  public void quality(FrameQuality quality) {
    take(() -> whileValid(() -> result.measured(quality)));
  }

  @Override
  public void tools(ToolUse tools) {
    take(() -> whileValid(() -> result.coded(tools)));
  }

  @Override
  public void complete(EncoderIdentity identity) {
    take(() -> {
      // Outside the lock: a proof takes time, and the lease can be revoked meanwhile.
      result.prove(finish(identity), plan.gop(claim.gop()));
      ends.settle(this);
    });
  }

  /// Takes what the slot hands in, which is not the encoder's time.
  private void take(Runnable step) {
    try (Pulse.Call _ = pulse.call()) {
      step.run();
    } catch (GopException e) {
      throw refused(e);
    }
  }

  private synchronized void whileValid(Runnable step) {
    fate.requireValid();
    step.run();
  }

  /// What is not taken speaks against the result; what cannot be taken, or a frame that cannot be
  /// had, ends the job.
  private GopException refused(GopException e) {
    if (e.kind() == GopException.Kind.ENCODER) {
      synchronized (this) {
        fate.reject(e.getMessage());
      }
    } else {
      ends.broken(e);
    }
    return e;
  }

  private synchronized Path finish(EncoderIdentity identity) {
    fate.requireValid();
    if (frameCount() < 0) {
      throw GopException.encoder("the encoder ended before the GOP did", null);
    }
    return result.finish(plan.gop(claim.gop()), identity, claim.identity());
  }

  /// Makes what has come the result.
  synchronized StoredGop commit() {
    fate.requireValid();
    StoredGop stored = result.commit(plan.gop(claim.gop()));
    fate.close();
    result.close();
    return stored;
  }

  @Override
  public void end(LeaseEnd.BySlot how) {
    LeaseEnd decided = settle(how);
    if (decided != null) {
      ends.ended(this, decided, how.log());
    }
  }

  /// Settles a lease that was revoked and whose slot does not come back.
  void abandon() {
    LeaseEnd decided = fate.revoked() ? settle(null) : null;
    if (decided != null) {
      ends.lost(this);
      ends.ended(this, decided, "");
    }
  }

  private synchronized @Nullable LeaseEnd settle(LeaseEnd.@Nullable BySlot bySlot) {
    LeaseEnd decided = fate.end(bySlot);
    if (decided != null) {
      result.close();
      frames.end();
    }
    return decided;
  }

  @Override
  public void onRevoke(Runnable action) {
    boolean now;
    synchronized (this) {
      now = fate.onRevoke(action);
    }
    if (now) {
      run(action);
    }
  }

  /// Takes the right away. What came of the lease is settled when its slot has let go of it.
  ///
  /// @param provided asked last, under the lock
  /// @return false when it was not valid any more, or that did not hold
  boolean revoke(LeaseEnd why, BooleanSupplier provided) {
    Runnable action;
    synchronized (this) {
      if (!fate.revoke(why, provided)) {
        return false;
      }
      result.close();
      action = fate.onRevoke();
    }
    if (action != null) {
      new Detached().start("end of " + claim.slot(), () -> run(action));
    }
    return true;
  }

  /// Takes the right away because the job has ended; nothing comes of the lease.
  ///
  /// @param enders to end the encoder with
  void cancel(Detached enders) {
    fate.invalidate("the job has ended");
    Runnable action;
    synchronized (this) {
      if (fate.over()) {
        return;
      }
      fate.close();
      result.close();
      action = fate.onRevoke();
    }
    if (action != null) {
      enders.start("end of " + claim.slot(), () -> run(action));
    }
  }

  /// What the encoder has found out about the GOP.
  synchronized List<JobEvent> findings(Gop gop) {
    return result.findings(gop);
  }

  /// What all packets have come to, as [StoredGop#sha256].
  synchronized String sha256() {
    return result.sha256();
  }

  Claim claim() {
    return claim;
  }

  Pulse pulse() {
    return pulse;
  }

  /// Whether it was revoked and its slot has not let go of it yet.
  boolean revoked() {
    return fate.revoked();
  }

  Duration age() {
    return Duration.ofNanos(clock.getAsLong() - startNanos);
  }

  long received() {
    return result.packets();
  }

  long bytes() {
    return result.bytes();
  }

  /// Whether its slot waits for a frame that is not decided yet.
  boolean starves() {
    return frames.starve();
  }

  SlotStatus status() {
    return new SlotStatus(
        claim.slot(),
        claim.gop(),
        claim.attempt(),
        frameCount(),
        frames.sent(),
        result.packets(),
        age());
  }

  /// Ends an encoder. Its failure to end must not keep others from being ended.
  private void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      ends.revokeFailed(claim, e);
    }
  }
}
