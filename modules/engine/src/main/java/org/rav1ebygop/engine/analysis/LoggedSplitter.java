package org.rav1ebygop.engine.analysis;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.engine.store.KeyframeLog;

/// Decides as an earlier run did, without looking at pictures.
final class LoggedSplitter implements KeyframeSplitter {
  private final Set<Long> keyframes;

  LoggedSplitter(Collection<KeyframeLog.Mark> keyframes) {
    this.keyframes = keyframes.stream().map(KeyframeLog.Mark::frame).collect(Collectors.toSet());
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
