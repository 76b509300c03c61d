package org.rav1ebygop.engine.lease;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.plan.FilmPlan;

/// The frames of one lease, on their way to its encoder. One thread takes them; another one may end
/// the lease meanwhile.
final class LeasedFrames {
  private static final long NOTHING = -1;

  private final FilmPlan plan;
  private final FrameSupply supply;
  private final Claim claim;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<FrameSupply.@Nullable Loan> current = new AtomicReference<>();
  private volatile long wanted = NOTHING;

  LeasedFrames(FilmPlan plan, FrameSupply supply, Claim claim) {
    this.plan = plan;
    this.supply = supply;
    this.claim = claim;
  }

  /// Waits for the next frame; the one before has been read.
  ///
  /// @param requireValid throws when the lease has ended
  /// @return null when the GOP has no more
  @Nullable Frame next(Runnable requireValid) throws InterruptedException {
    requireValid.run();
    FrameSupply.Loan last = current.getAndSet(null);
    if (last != null) {
      last.sent();
    }
    long next = claim.firstFrame() + sent.get();
    if (!contains(next)) {
      return null;
    }
    requireValid.run();
    FrameSupply.Loan loan = supply.lend(next);
    current.set(loan);
    try {
      requireValid.run();
    } catch (GopException e) {
      end();
      throw e;
    }
    sent.incrementAndGet();
    return loan.frame();
  }

  /// The lease has ended: its slot reads no frame any more.
  void end() {
    FrameSupply.Loan loan = current.getAndSet(null);
    if (loan != null) {
      loan.end();
    }
  }

  /// Frames that were handed out.
  long sent() {
    return sent.get();
  }

  /// Whether a frame is waited for that is not decided yet.
  boolean starve() {
    long frame = wanted;
    return frame != NOTHING && !plan.decided(claim.gop(), frame);
  }

  private boolean contains(long frame) throws InterruptedException {
    if (plan.decided(claim.gop(), frame)) {
      return plan.contains(claim.gop(), frame);
    }
    wanted = frame;
    supply.starved();
    try {
      return plan.contains(claim.gop(), frame);
    } finally {
      wanted = NOTHING;
    }
  }
}
