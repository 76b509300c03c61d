package org.rav1ebygop.splitter.scenecut;

import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Decides every frame at once, by its index alone.
final class FixedSplitter implements KeyframeSplitter {
  private final int keyint;

  /// @param keyint frames in a GOP, 1 or more
  FixedSplitter(int keyint) {
    this.keyint = keyint;
  }

  @Override
  public int lookahead() {
    return 0;
  }

  @Override
  public List<KeyframeDecision> push(Frame frame) {
    return List.of(new KeyframeDecision(frame.index(), frame.index() % keyint == 0, Double.NaN));
  }

  @Override
  public List<KeyframeDecision> finish() {
    return List.of();
  }

  @Override
  public void close() {}
}
