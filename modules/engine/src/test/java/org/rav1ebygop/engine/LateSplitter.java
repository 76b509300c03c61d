package org.rav1ebygop.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// Decides all frames at the end, wrongly.
record LateSplitter(UnaryOperator<List<KeyframeDecision>> change)
    implements KeyframeSplitterProvider {
  @Override
  public String id() {
    return "late";
  }

  @Override
  public String description() {
    return "decides late";
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    var decisions = new ArrayList<KeyframeDecision>();
    return new KeyframeSplitter() {
      @Override
      public int lookahead() {
        return 30;
      }

      @Override
      public List<KeyframeDecision> push(Frame frame) {
        decisions.add(new KeyframeDecision(frame.index(), frame.index() == 0, Double.NaN));
        return List.of();
      }

      @Override
      public List<KeyframeDecision> finish() {
        return change.apply(decisions);
      }

      @Override
      public void close() {}
    };
  }
}
