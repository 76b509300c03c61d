package org.rav1ebygop.splitter.scenecut;

import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.StretchSplitter;

/// Puts keyframes at cuts, none closer than `minKeyint` to the one before, and wherever `keyint`
/// frames have gone by without one.
///
/// A cut too close to the keyframe before it is passed over, not put off. A keyframe that is due
/// after `keyint` frames comes even at the very end of the film, a cut does not. This is what rav1e
/// does.
final class ScenecutSplitter implements StretchSplitter {
  private final FrameLayout layout;
  private final Speed speed;
  private final SplitterSettings settings;
  private final SceneScout scout;
  private long keyframe;

  ScenecutSplitter(FrameLayout layout, Speed speed, SplitterSettings settings) {
    this.layout = layout;
    this.speed = speed;
    this.settings = settings;
    scout = new SceneScout(layout, speed, 0);
  }

  @Override
  public int lookahead() {
    return scout.lookahead();
  }

  @Override
  public int lookbehind() {
    return SceneHistory.BEHIND;
  }

  @Override
  public KeyframeSplitter scout(long firstFrame) {
    return new SceneScout(layout, speed, firstFrame);
  }

  /// @throws GopException of kind BUG when the frame is not the next one, or has another layout
  @Override
  public List<KeyframeDecision> push(Frame frame) {
    return scout.push(frame).stream().map(this::decide).toList();
  }

  @Override
  public List<KeyframeDecision> finish() {
    return scout.finish().stream().map(this::decide).toList();
  }

  @Override
  public long scoutBytes() {
    return SceneHistory.bytes(Reduction.of(layout, speed));
  }

  @Override
  public List<KeyframeDecision> place(KeyframeDecision scouted) {
    return List.of(decide(scouted));
  }

  @Override
  public void close() {}

  private KeyframeDecision decide(KeyframeDecision scouted) {
    long frame = scouted.frame();
    if (startsGop(frame, scouted.keyframe())) {
      keyframe = frame;
    }
    return new KeyframeDecision(frame, keyframe == frame, scouted.score());
  }

  private boolean startsGop(long frame, boolean cut) {
    long distance = frame - keyframe;
    if (distance < settings.minKeyint()) {
      return frame == 0;
    }
    return cut || distance >= settings.keyint();
  }
}
