package org.rav1ebygop.engine.splitting;

import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Decides from the keyframes of an unbounded splitter and from forced ones, the first of these
/// rules counting:
/// 1. a forced keyframe starts a GOP;
/// 2. so does a frame `keyint` frames after the keyframe before it;
/// 3. a frame closer than `minKeyint` to the keyframe before it, or to the next forced one, does
///    not;
/// 4. a keyframe of the splitter starts a GOP;
/// 5. so does the last frame before the next forced keyframe that rule 3 allows, when there are
///    more than `keyint` frames to that keyframe: rule 2 would start one closer to it.
sealed class ForcedSplitter implements KeyframeSplitter permits ForcedStretches {
  private final KeyframeSplitter splitter;
  private final List<Long> forced;
  private final SplitterSettings settings;
  private int next;
  private long keyframe;

  /// @param splitter of which keyframes come at any distance; closed with this
  /// @param forced going up
  /// @param settings the bounds to keep
  ForcedSplitter(KeyframeSplitter splitter, List<Long> forced, SplitterSettings settings) {
    this.splitter = splitter;
    this.forced = forced;
    this.settings = settings;
  }

  @Override
  public int lookahead() {
    return splitter.lookahead();
  }

  @Override
  public List<KeyframeDecision> push(Frame frame) {
    return splitter.push(frame).stream().map(this::decide).toList();
  }

  @Override
  public List<KeyframeDecision> finish() {
    return splitter.finish().stream().map(this::decide).toList();
  }

  @Override
  public void close() {
    splitter.close();
  }

  final KeyframeDecision decide(KeyframeDecision found) {
    long frame = found.frame();
    if (startsGop(frame, found.keyframe())) {
      keyframe = frame;
    }
    return new KeyframeDecision(frame, keyframe == frame, found.score());
  }

  private boolean startsGop(long frame, boolean found) {
    while (next < forced.size() && forced.get(next) < frame) {
      next++;
    }
    long ahead = next < forced.size() ? forced.get(next) - frame : Long.MAX_VALUE;
    long distance = frame - keyframe;
    if (frame == 0 || ahead == 0 || distance >= settings.keyint()) {
      return true;
    }
    if (distance < settings.minKeyint() || ahead < settings.minKeyint()) {
      return false;
    }
    return found || (ahead == settings.minKeyint() && distance + ahead > settings.keyint());
  }
}
