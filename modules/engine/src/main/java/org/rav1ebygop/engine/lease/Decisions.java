package org.rav1ebygop.engine.lease;

import java.util.List;
import org.rav1ebygop.api.FrameQuality;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.GopQuality;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.StoredGop;

/// Turns what the analysis decides into GOPs to lease, and finds those that an earlier run has
/// left.
final class Decisions {
  private final LeaseState state;
  private final FilmPlan plan;
  private final FrameSupply supply;
  private final GopStore store;
  private final JobListener listener;

  Decisions(LeaseState state, LeaseTable.Work work, JobListener listener) {
    this.state = state;
    this.plan = work.plan();
    this.supply = work.supply();
    this.store = work.store();
    this.listener = listener;
  }

  void opened(int gop) {
    close(gop - 1);
    state.opened(gop);
    listener.on(new JobEvent.Keyframe(gop, plan.firstFrame(gop)));
  }

  void extended(long frame) {
    if (state.lastNeedsNoFrames()) {
      supply.unneeded(frame);
    }
  }

  void ended() {
    close(plan.gopCount() - 1);
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
    LeaseState.Closed closed = state.closed(index, stored);
    if (closed.reused() && stored != null) {
      listener.on(new JobEvent.Reused(gop, stored.bytes()));
      List<FrameQuality> quality = GopQuality.read(stored);
      if (quality != null) {
        listener.on(new JobEvent.Measured(gop, store.layout(), quality));
      }
    }
    if (closed.reused() || closed.abandoned()) {
      supply.release(gop);
    }
  }
}
