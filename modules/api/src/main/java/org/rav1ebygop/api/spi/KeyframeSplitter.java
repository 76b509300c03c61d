package org.rav1ebygop.api.spi;

import java.util.List;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.KeyframeDecision;

/// Decides which frames start a GOP. Fed every frame once, in order; decides every frame once, in
/// order, and the first one always as a keyframe. The decisions depend on the frames and settings
/// alone. Used by one thread.
public interface KeyframeSplitter extends AutoCloseable {
  /// How many frames after a frame it must see before it decides that frame.
  int lookahead();

  /// Takes the next frame, which it may read until this method returns.
  ///
  /// @return the decisions that have become certain, in order; after frame `n` all frames up to `n
  ///   - lookahead()` are decided
  List<KeyframeDecision> push(Frame frame);

  /// There are no more frames.
  ///
  /// @return the decisions that were still open
  List<KeyframeDecision> finish();

  @Override
  void close();
}
