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
  private volatile @Nullable String revoked;
  private @Nullable Ending ending;
  private @Nullable Runnable revokeAction;
  private volatile boolean over;

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
      Frame frame = frames.next(this::requireValid);
      if (frame != null) {
        result.sent(frame);
      }
      return frame;
    } catch (InternalError e) {
      // Java makes it of a page of a mapped film that is not there any more
      throw new GopException(
          GopException.Kind.INPUT,
          String.format(
              Locale.ROOT,
              "frame %d cannot be read any more: the film was cut off, or its disk fails; restore it and start again",
              claim.firstFrame() + frames.sent() - 1),
          e);
    }
  }

  @Override
  public void packet(Packet packet) {
    try (Pulse.Call _ = pulse.call()) {
      write(packet);
    }
  }

  private synchronized void write(Packet packet) {
    requireValid();
    result.write(packet, frames.sent());
  }

  @Override
  public synchronized void quality(FrameQuality quality) {
    requireValid();
    result.measured(quality);
  }

  @Override
  public synchronized void tools(ToolUse tools) {
    requireValid();
    result.coded(tools);
  }

  @Override
  public void complete(EncoderIdentity identity) {
    try (Pulse.Call _ = pulse.call()) {
      // Outside the lock: a proof takes time, and the lease can be revoked meanwhile.
      result.prove(finish(identity), plan.gop(claim.gop()));
      ends.settle(this);
    }
  }

  private synchronized Path finish(EncoderIdentity identity) {
    requireValid();
    if (frameCount() < 0) {
      throw GopException.encoder("the encoder ended before the GOP did", null);
    }
    return result.finish(plan.gop(claim.gop()), identity, claim.identity());
  }

  /// Makes what has come the result.
  synchronized StoredGop commit() {
    requireValid();
    StoredGop stored = result.commit(plan.gop(claim.gop()));
    end();
    return stored;
  }

  @Override
  public void fail(GopException reason, String log) {
    end(new Ending.Failed(reason, false), log);
  }

  @Override
  public void giveBack(String reason) {
    end(new Ending.GivenBack(reason), "");
  }

  /// @param own how it ends unless it was revoked
  private void end(Ending own, String log) {
    Ending how;
    synchronized (this) {
      if (over) {
        return;
      }
      how = ending != null ? ending : own;
      end();
    }
    ends.ended(this, how, log);
  }

  @Override
  public void onRevoke(Runnable action) {
    boolean now;
    synchronized (this) {
      revokeAction = action;
      now = revoked != null;
    }
    if (now) {
      run(action);
    }
  }

  /// Takes the right away. What came of the lease is settled when its slot has let go of it.
  ///
  /// @param provided asked last, under the lock
  /// @return false when it was not valid any more, or that did not hold
  boolean revoke(Ending why, BooleanSupplier provided) {
    Runnable action;
    synchronized (this) {
      if (over || revoked != null || !provided.getAsBoolean()) {
        return false;
      }
      ending = why;
      revoked = why.reason();
      result.close();
      action = revokeAction;
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
    if (revoked == null) {
      revoked = "the job has ended";
    }
    Runnable action;
    synchronized (this) {
      if (over) {
        return;
      }
      end();
      action = revokeAction;
    }
    if (action != null) {
      enders.start("end of " + claim.slot(), () -> run(action));
    }
  }

  /// Settles a lease that was revoked and whose slot does not come back.
  void abandon() {
    Ending how;
    synchronized (this) {
      if (over || ending == null) {
        return;
      }
      how = ending;
      end();
    }
    ends.lost(this);
    ends.ended(this, how, "");
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
    return revoked != null && !over;
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

  private void end() {
    over = true;
    result.close();
  }

  private void requireValid() {
    String reason = revoked;
    if (reason != null) {
      throw GopException.encoder("the lease was revoked: " + reason, null);
    }
    if (over) {
      throw GopException.encoder("the lease has ended", null);
    }
  }
}
