package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.SlotStatus;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.GopWriter;
import org.rav1ebygop.engine.store.StoredGop;

/// A lease of the [LeaseTable].
///
/// Its lock guards the writer; the table's lock is never taken while holding it, nor does the table
/// hold its own while taking this one.
final class GopLease implements Lease {
  private static final long NOTHING = -1;

  private final LeaseTable table;
  private final FilmPlan plan;
  private final FrameSupply supply;
  private final GopWriter writer;
  private final GopProof.Attempt proof;
  private final Claim claim;
  private final long startNanos = System.nanoTime();
  private final AtomicLong sent = new AtomicLong();
  private volatile long received;
  private volatile long bytes;
  private volatile long wanted = NOTHING;
  private volatile boolean revoked;
  private @Nullable Runnable revokeAction;
  private volatile boolean over;

  /// What a lease is about.
  record Claim(int gop, long firstFrame, int attempt, Slot slot, EncoderIdentity identity) {}

  /// What takes and proves the result.
  record Result(GopWriter writer, GopProof.Attempt proof) {}

  GopLease(LeaseTable table, FilmPlan plan, FrameSupply supply, Result result, Claim claim) {
    this.table = table;
    this.plan = plan;
    this.supply = supply;
    this.writer = result.writer;
    this.proof = result.proof;
    this.claim = claim;
  }

  @Override
  public int gopIndex() {
    return claim.gop;
  }

  @Override
  public long firstFrame() {
    return claim.firstFrame;
  }

  @Override
  public int frameCount() {
    return plan.frameCount(claim.gop);
  }

  @Override
  public int attempt() {
    return claim.attempt;
  }

  @Override
  public @Nullable Frame nextFrame() throws InterruptedException {
    requireValid();
    long next = claim.firstFrame + sent.get();
    if (next > claim.firstFrame) {
      supply.sent(next - 1);
    }
    if (!contains(next)) {
      return null;
    }
    requireValid();
    Frame frame = supply.frame(next);
    proof.sent(frame);
    sent.incrementAndGet();
    return frame;
  }

  @Override
  public synchronized void packet(Packet packet) {
    requireValid();
    proof.received(writer.write(packet).baseQIndex());
    received = writer.packets();
    bytes = writer.bytes();
  }

  @Override
  public void complete(EncoderIdentity identity) {
    // Outside the lock: a proof takes time, and can be revoked meanwhile.
    proof.prove(finish(identity), plan.gop(claim.gop), () -> {});
    StoredGop stored;
    synchronized (this) {
      requireValid();
      stored = writer.commit(plan.gop(claim.gop));
      end();
    }
    table.stored(this, stored);
  }

  private synchronized Path finish(EncoderIdentity identity) {
    requireValid();
    if (!identity.equals(claim.identity)) {
      throw GopException.encoder(
          "it was encoded by %s, but the film is by %s".formatted(identity, claim.identity), null);
    }
    if (frameCount() < 0) {
      throw GopException.encoder("the encoder ended before the GOP did", null);
    }
    return writer.finish(plan.gop(claim.gop));
  }

  @Override
  public void fail(GopException reason) {
    synchronized (this) {
      if (over) {
        return;
      }
      end();
    }
    table.failed(this, reason);
  }

  @Override
  public void onRevoke(Runnable action) {
    boolean now;
    synchronized (this) {
      revokeAction = action;
      now = revoked;
    }
    if (now) {
      run(action);
    }
  }

  /// Takes the right away; the encoder is ended and nothing more is accepted.
  void revoke() {
    revoked = true;
    Runnable action;
    synchronized (this) {
      if (over) {
        return;
      }
      end();
      action = revokeAction;
    }
    if (action != null) {
      run(action);
    }
  }

  Claim claim() {
    return claim;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  long received() {
    return received;
  }

  long bytes() {
    return bytes;
  }

  /// Whether its slot waits for a frame that is not decided yet.
  boolean starves() {
    long frame = wanted;
    return frame != NOTHING && !plan.decided(claim.gop, frame);
  }

  SlotStatus status() {
    return new SlotStatus(
        claim.slot, claim.gop, claim.attempt, frameCount(), sent.get(), received, age());
  }

  /// Ends an encoder whose lease is over. Its failure to end must not keep the others from being
  /// ended.
  private void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      table.revokeFailed(claim, e);
    }
  }

  private boolean contains(long frame) throws InterruptedException {
    if (plan.decided(claim.gop, frame)) {
      return plan.contains(claim.gop, frame);
    }
    wanted = frame;
    supply.starved();
    try {
      return plan.contains(claim.gop, frame);
    } finally {
      wanted = NOTHING;
    }
  }

  private void end() {
    over = true;
    proof.close();
    writer.close();
  }

  private void requireValid() {
    if (revoked) {
      throw GopException.encoder("the lease was revoked", null);
    }
    if (over) {
      throw GopException.encoder("the lease has ended", null);
    }
  }
}
