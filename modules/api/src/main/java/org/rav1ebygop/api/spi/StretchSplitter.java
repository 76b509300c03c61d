package org.rav1ebygop.api.spi;

import java.util.List;
import org.rav1ebygop.api.KeyframeDecision;

/// A splitter whose work on pictures can be done for several stretches of a film at once, by
/// *scouts*. A scout says of each frame where a keyframe would do good, wherever the one before it
/// is; the splitter then places keyframes, without seeing a frame.
///
/// For all frames of a film, [#place] called with what scouts said returns the same decisions as
/// [#push] and [#finish]. A splitter is told of its frames in one of the two ways, not in both.
public interface StretchSplitter extends KeyframeSplitter {
  /// How many frames before a frame a scout must have seen before it judges that frame.
  int lookbehind();

  /// A scout, used by one thread, which may be another than the splitter's and the other scouts'.
  ///
  /// It is pushed consecutive frames, and has the look-ahead of this splitter. What it says of a
  /// frame counts when it has seen the [#lookbehind] frames before that one, or all there are; and
  /// as many after it as its look-ahead, or all there are before [KeyframeSplitter#finish] is
  /// called.
  ///
  /// @param firstFrame index of the first frame it will be pushed
  KeyframeSplitter scout(long firstFrame);

  /// Bytes of memory that a scout takes, 0 or more, by which the number of scouts is chosen.
  long scoutBytes();

  /// Takes what a scout said of the next frame, from frame 0 on.
  ///
  /// @return the decisions that have become certain, in order; after frame `n` all frames up to `n`
  ///   are decided
  List<KeyframeDecision> place(KeyframeDecision scouted);
}
