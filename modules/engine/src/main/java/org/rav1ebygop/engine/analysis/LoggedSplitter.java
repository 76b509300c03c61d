package org.rav1ebygop.engine.analysis;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Decides as an earlier run did, without looking at pictures.
final class LoggedSplitter implements KeyframeSplitter {
  private final Set<Long> keyframes;

  LoggedSplitter(Collection<Long> keyframes) {
    this.keyframes = new HashSet<>(keyframes);
  }

  @Override
  public int lookahead() {
    return 0;
  }

  @Override
  public List<KeyframeDecision> push(Frame frame) {
    return List.of(
        new KeyframeDecision(frame.index(), keyframes.contains(frame.index()), Double.NaN));
  }

  @Override
  public List<KeyframeDecision> finish() {
    return List.of();
  }

  @Override
  public void close() {}
}
