package org.rav1ebygop.splitter.scenecut;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Finds cuts, wherever the keyframe before them is. Starts at any frame: [SceneHistory#BEHIND]
/// frames further on it sees what one that started at the first frame of the film sees.
final class SceneScout implements KeyframeSplitter {
  private final FrameLayout layout;
  private final SceneHistory history;
  private final CutRule rule;
  private long judged;

  /// @param first index of the first frame it will be given
  SceneScout(FrameLayout layout, Speed speed, long first) {
    this.layout = layout;
    history = new SceneHistory(layout, speed, first);
    rule = CutRule.of(speed, history);
    judged = first;
  }

  @Override
  public int lookahead() {
    return SceneHistory.REACH;
  }

  /// @throws GopException of kind BUG when the frame is not the next one, or has another layout
  @Override
  public List<KeyframeDecision> push(Frame frame) {
    if (frame.index() != history.next() || !frame.layout().equals(layout)) {
      throw GopException.bug(
          String.format(
              Locale.ROOT,
              "splitter scenecut waits for frame %d of %s, not for frame %d of %s",
              history.next(),
              layout,
              frame.index(),
              frame.layout()),
          null);
    }
    history.add(frame.data());
    return history.next() - judged > lookahead() ? List.of(judgeNext()) : List.of();
  }

  @Override
  public List<KeyframeDecision> finish() {
    var decisions = new ArrayList<KeyframeDecision>(lookahead());
    while (judged < history.next()) {
      decisions.add(judgeNext());
    }
    return decisions;
  }

  @Override
  public void close() {}

  private KeyframeDecision judgeNext() {
    long frame = judged++;
    CutRule.Verdict verdict = rule.judge(frame);
    return new KeyframeDecision(frame, verdict.cut(), verdict.score());
  }
}
