package org.rav1ebygop.engine.analysis;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.lease.LeaseTable;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.splitting.Scouting;
import org.rav1ebygop.engine.store.KeyframeLog;

/// Reads the source from its first frame to its last and turns the splitter's decisions into GOPs.
///
/// An earlier run that came to the end of the source has left all decisions, which are used as they
/// are. One that did not is repeated from the first frame, because a decision may depend on any
/// frame before it; the keyframes it found must come out again. The frames of a pipe must be the
/// same ones in both cases.
public final class Analysis {
  private final FrameSupply supply;
  private final KeyframeLog log;
  private final FilmPlan plan;
  private final LeaseTable table;
  private final ContentSum content;
  private final List<KeyframeLog.Mark> logged;

  /// @param log of this job
  /// @param content over the frames of a pipe
  public Analysis(FrameSupply supply, KeyframeLog log, ContentSum content, Decided decided) {
    this.supply = supply;
    this.log = log;
    this.content = content;
    this.plan = decided.plan;
    this.table = decided.table;
    this.logged = log.keyframes();
  }

  /// Who is told of decisions.
  public record Decided(FilmPlan plan, LeaseTable table) {}

  /// Runs to the end of the source. What fails ends the job.
  ///
  /// @param splitter not used when an earlier run has decided everything; stays the caller's to
  ///   close
  public void run(KeyframeSplitter splitter) throws InterruptedException {
    try {
      decideAll(log.end() == null ? splitter : new LoggedSplitter(logged));
      finish();
    } catch (GopException e) {
      table.abort(e);
    }
  }

  /// The same, for a source that an earlier run has not read to its end.
  public void run(Scouting scouting) throws InterruptedException {
    try {
      List<KeyframeDecision> decisions;
      do {
        if (supply.isClosed()) {
          throw new InterruptedException("closed");
        }
        decisions = scouting.next(table.starving());
        decisions.forEach(this::decide);
      } while (!decisions.isEmpty());
      finish();
    } catch (GopException e) {
      table.abort(e);
    }
  }

  /// The same, for a source that an earlier run has read to its end and whose GOPs are all stored:
  /// no frame is read.
  ///
  /// @param end that of the log
  public void repeat(KeyframeLog.Mark end) {
    var keyframes = logged.stream().map(KeyframeLog.Mark::frame).collect(Collectors.toSet());
    for (long frame = 0; frame < end.frame(); frame++) {
      boolean keyframe = keyframes.contains(frame);
      plan.decide(new KeyframeDecision(frame, keyframe, Double.NaN));
      if (keyframe) {
        table.opened(plan.gopCount() - 1);
      }
      table.extended(frame);
    }
    plan.end();
    table.planned();
  }

  private void decideAll(KeyframeSplitter splitter) throws InterruptedException {
    boolean more = true;
    while (more) {
      more =
          supply.advance(
              frame -> {
                content.add(frame);
                splitter.push(frame).forEach(this::decide);
              },
              table::atStandstill);
    }
    splitter.finish().forEach(this::decide);
  }

  private void finish() throws InterruptedException {
    if (plan.frames() == 0) {
      throw GopException.input("the input has no frames");
    }
    if (plan.frames() != supply.knownFrames()) {
      throw GopException.bug(
          String.format(
              Locale.ROOT,
              "the splitter decided %d frames of %d",
              plan.frames(),
              supply.knownFrames()),
          null);
    }
    KeyframeLog.Mark before = log.end();
    var end = new KeyframeLog.Mark(plan.frames(), content.ofAll());
    if (before != null && !before.equals(end)) {
      throw GopException.input(
          before.frame() == end.frame()
              ? "the last frames are not those of the earlier run; start over with --overwrite"
              : String.format(
                  Locale.ROOT,
                  "the input has %d frames, but had %d in the earlier run; start over with --overwrite",
                  end.frame(),
                  before.frame()));
    }
    if (logged.size() > plan.gopCount()) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "GOP %d of the earlier run, from frame %d, is not found again: the input has changed; start over with --overwrite",
              plan.gopCount(),
              logged.get(plan.gopCount()).frame()));
    }
    if (supply.isClosed()) {
      throw new InterruptedException(
          "the end may be that of the producer, ended by the same signal");
    }
    if (before == null) {
      log.end(end);
    }
    plan.end();
    table.planned();
  }

  private void decide(KeyframeDecision decision) {
    int sum = content.upTo(decision.frame());
    if (decision.keyframe()) {
      compareOrLog(new KeyframeLog.Mark(decision.frame(), sum), plan.gopCount());
    }
    plan.decide(decision);
    if (decision.keyframe()) {
      table.opened(plan.gopCount() - 1);
    }
    table.extended(decision.frame());
  }

  private void compareOrLog(KeyframeLog.Mark keyframe, int gop) {
    if (gop >= logged.size()) {
      log.keyframe(keyframe);
      return;
    }
    KeyframeLog.Mark before = logged.get(gop);
    if (before.frame() != keyframe.frame()) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "GOP %d starts at frame %d, but at frame %d in the earlier run: the input has changed; start over with --overwrite",
              gop,
              keyframe.frame(),
              before.frame()));
    }
    if (before.content() != keyframe.content()) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "the frames up to %d are not those of the earlier run: the input has changed; start over with --overwrite",
              keyframe.frame()));
    }
  }
}
