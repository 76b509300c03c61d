package org.rav1ebygop.engine.splitting;

import java.util.List;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.StretchSplitter;

/// Forced keyframes on top of a splitter whose work can be done in stretches.
final class ForcedStretches extends ForcedSplitter implements StretchSplitter {
  private final StretchSplitter splitter;

  ForcedStretches(StretchSplitter splitter, List<Long> forced, SplitterSettings settings) {
    super(splitter, forced, settings);
    this.splitter = splitter;
  }

  @Override
  public int lookbehind() {
    return splitter.lookbehind();
  }

  @Override
  public KeyframeSplitter scout(long firstFrame) {
    return splitter.scout(firstFrame);
  }

  @Override
  public long scoutBytes() {
    return splitter.scoutBytes();
  }

  @Override
  public List<KeyframeDecision> place(KeyframeDecision scouted) {
    return splitter.place(scouted).stream().map(this::decide).toList();
  }
}
