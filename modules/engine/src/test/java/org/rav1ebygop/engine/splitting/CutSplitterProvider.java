package org.rav1ebygop.engine.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// Finds keyframes where the test has cuts, within the bounds of its settings.
///
/// @param cuts frames that start a scene
/// @param lookahead frames it waits for before it decides
record CutSplitterProvider(Set<Long> cuts, int lookahead) implements KeyframeSplitterProvider {
  @Override
  public String id() {
    return "cuts";
  }

  @Override
  public String description() {
    return "keyframes at cuts";
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    settings.options().requireKnown("splitter cuts", options());
    return new Pass(settings);
  }

  private final class Pass implements KeyframeSplitter {
    private final SplitterSettings settings;
    private long seen;
    private long decided;
    private long keyframe;

    Pass(SplitterSettings settings) {
      this.settings = settings;
    }

    @Override
    public int lookahead() {
      return lookahead;
    }

    @Override
    public List<KeyframeDecision> push(Frame frame) {
      seen++;
      return decideUntil(seen - lookahead);
    }

    @Override
    public List<KeyframeDecision> finish() {
      return decideUntil(seen);
    }

    @Override
    public void close() {}

    private List<KeyframeDecision> decideUntil(long end) {
      var decisions = new ArrayList<KeyframeDecision>();
      for (; decided < end; decided++) {
        long distance = decided - keyframe;
        boolean cut = cuts.contains(decided);
        if (distance >= settings.keyint() || (cut && distance >= settings.minKeyint())) {
          keyframe = decided;
        }
        decisions.add(new KeyframeDecision(decided, decided == keyframe, cut ? 2 : 0.25));
      }
      return decisions;
    }
  }
}
