package org.rav1ebygop.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// A splitter that makes keyframes where the test wants them.
///
/// @param keyframes of the film; 0 need not be among them
/// @param lookahead how long it makes the job wait for each decision, in frames
public record ListedSplitter(Set<Long> keyframes, int lookahead)
    implements KeyframeSplitterProvider {
  /// Copies the keyframes.
  public ListedSplitter {
    keyframes = Set.copyOf(keyframes);
  }

  /// A splitter without look-ahead.
  public static ListedSplitter at(Collection<Long> keyframes) {
    return new ListedSplitter(Set.copyOf(keyframes), 0);
  }

  @Override
  public String id() {
    return "listed";
  }

  @Override
  public String description() {
    return "keyframes of a list";
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    return new Pass();
  }

  private final class Pass implements KeyframeSplitter {
    private long decided;
    private long seen;

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
        boolean keyframe = decided == 0 || keyframes.contains(decided);
        decisions.add(new KeyframeDecision(decided, keyframe, Double.NaN));
      }
      return decisions;
    }
  }
}
