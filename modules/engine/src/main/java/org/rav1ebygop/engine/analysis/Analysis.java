package org.rav1ebygop.engine.analysis;

import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.store.KeyframeLog;

/// Reads the source from its first frame to its last and turns the splitter's decisions into GOPs.
///
/// An earlier run that came to the end of the source has left all decisions, which are used as they
/// are. One that did not is repeated from the first frame, because a decision may depend on any
/// frame before it; the keyframes it found must come out again.
public final class Analysis {
  private final FrameSupply supply;
  private final KeyframeLog log;
  private final FilmPlan plan;
  private final LeaseTable table;
  private final List<Long> logged;

  /// @param log of this job
  public Analysis(FrameSupply supply, KeyframeLog log, FilmPlan plan, LeaseTable table) {
    this.supply = supply;
    this.log = log;
    this.plan = plan;
    this.table = table;
    this.logged = log.keyframes();
  }

  /// Runs to the end of the source. What fails ends the job.
  ///
  /// @param splitter not used when an earlier run has decided everything; stays the caller's to
  ///   close
  public void run(KeyframeSplitter splitter) throws InterruptedException {
    try {
      decideAll(log.complete() ? new LoggedSplitter(logged) : splitter);
      finish();
    } catch (GopException e) {
      table.abort(e);
    }
  }

  private void decideAll(KeyframeSplitter splitter) throws InterruptedException {
    boolean more = true;
    while (more) {
      more = supply.advance(frame -> splitter.push(frame).forEach(this::decide), table::starving);
    }
    splitter.finish().forEach(this::decide);
  }

  private void finish() {
    if (plan.frames() == 0) {
      throw GopException.input("the input has no frames");
    }
    if (plan.frames() != supply.knownFrames()) {
      throw GopException.bug(
          "the splitter decided %d frames of %d".formatted(plan.frames(), supply.knownFrames()),
          null);
    }
    if (log.complete() && plan.frames() != log.frames()) {
      throw GopException.input(
          "the input has %d frames, but had %d in the earlier run; start anew with --overwrite"
              .formatted(plan.frames(), log.frames()));
    }
    plan.end();
    if (!log.complete()) {
      log.end(plan.frames());
    }
    table.planned();
  }

  private void decide(KeyframeDecision decision) {
    if (decision.keyframe()) {
      compareOrLog(decision.frame(), plan.gopCount());
    }
    plan.decide(decision);
    if (decision.keyframe()) {
      table.opened(plan.gopCount() - 1);
    }
    table.extended(decision.frame());
  }

  private void compareOrLog(long frame, int gop) {
    if (gop >= logged.size()) {
      log.keyframe(frame);
    } else if (logged.get(gop) != frame) {
      throw GopException.input(
          "GOP %d starts at frame %d, but at frame %d in the earlier run: the input has changed; start anew with --overwrite"
              .formatted(gop, frame, logged.get(gop)));
    }
  }
}
