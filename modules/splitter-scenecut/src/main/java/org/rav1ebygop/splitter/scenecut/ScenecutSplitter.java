package org.rav1ebygop.splitter.scenecut;

import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Puts keyframes at cuts, none closer than `minKeyint` to the one before, and wherever `keyint`
/// frames have gone by without one.
///
/// A cut too close to the keyframe before it is passed over, not put off. A keyframe that is due
/// after `keyint` frames comes even at the very end of the film, a cut does not. This is what rav1e
/// does.
final class ScenecutSplitter implements KeyframeSplitter {
  private final FrameLayout layout;
  private final SplitterSettings settings;
  private final SceneHistory history;
  private final CutRule rule;
  private long decided;
  private long keyframe;

  ScenecutSplitter(FrameLayout layout, SplitterSettings settings) {
    this.layout = layout;
    this.settings = settings;
    history = new SceneHistory(layout, 2 * CutRule.REACH + 2);
    rule = new CutRule(history);
  }

  @Override
  public int lookahead() {
    return CutRule.REACH;
  }

  /// @throws GopException of kind BUG when the frame is not the next one, or has another layout
  @Override
  public List<KeyframeDecision> push(Frame frame) {
    if (frame.index() != history.count() || !frame.layout().equals(layout)) {
      throw GopException.bug(
          "splitter scenecut waits for frame %d of %s, not for frame %d of %s"
              .formatted(history.count(), layout, frame.index(), frame.layout()),
          null);
    }
    history.add(frame.data());
    return history.count() > lookahead() ? List.of(decideNext()) : List.of();
  }

  @Override
  public List<KeyframeDecision> finish() {
    var decisions = new ArrayList<KeyframeDecision>(lookahead());
    while (decided < history.count()) {
      decisions.add(decideNext());
    }
    return decisions;
  }

  @Override
  public void close() {}

  private KeyframeDecision decideNext() {
    long frame = decided++;
    double score = rule.score(frame);
    if (startsGop(frame, score)) {
      keyframe = frame;
    }
    return new KeyframeDecision(frame, keyframe == frame, score);
  }

  private boolean startsGop(long frame, double score) {
    long distance = frame - keyframe;
    if (distance < settings.minKeyint()) {
      return frame == 0;
    }
    return distance >= settings.keyint() || (score >= 1 && rule.isCut(frame));
  }
}
