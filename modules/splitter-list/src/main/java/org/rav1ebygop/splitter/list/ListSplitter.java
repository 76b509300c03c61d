package org.rav1ebygop.splitter.list;

import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.spi.KeyframeSplitter;

/// Puts keyframes where the list has them, none closer than `minKeyint` to the one before, and
/// wherever `keyint` frames have gone by without one.
final class ListSplitter implements KeyframeSplitter {
  private final KeyframeList list;
  private final SplitterSettings settings;
  private int next;
  private long count;
  private long keyframe;

  ListSplitter(KeyframeList list, SplitterSettings settings) {
    this.list = list;
    this.settings = settings;
  }

  @Override
  public int lookahead() {
    return 0;
  }

  /// @throws GopException of kind INPUT when the film goes on after the end of the one that the
  ///   list is for
  @Override
  public List<KeyframeDecision> push(Frame frame) {
    long index = frame.index();
    if (index == list.frameCount()) {
      throw GopException.input(
          String.format(
              Locale.ROOT,
              "the film goes on after frame %d, but the keyframe list is for a film of %d frames; name the list of this film, or use --limit",
              index - 1,
              list.frameCount()));
    }
    count = index + 1;
    boolean listed = next < list.frames().size() && list.frames().get(next) == index;
    if (listed) {
      next++;
    }
    if (startsGop(index, listed)) {
      keyframe = index;
    }
    return List.of(new KeyframeDecision(index, keyframe == index, Double.NaN));
  }

  /// @throws GopException of kind INPUT when the film is shorter than the one the list is for
  @Override
  public List<KeyframeDecision> finish() {
    if (count > 0) {
      list.requireFits(count);
    }
    return List.of();
  }

  @Override
  public void close() {}

  private boolean startsGop(long index, boolean listed) {
    long distance = index - keyframe;
    return index == 0
        || distance >= settings.keyint()
        || (listed && distance >= settings.minKeyint());
  }
}
