package org.rav1ebygop.splitter.scenecut;

/// Tells cuts from everything else that changes a picture, from the frames around it.
///
/// A frame is a cut when all of this holds:
/// - *change*: it differs from the frame before by [#PLAIN] or more; or by [#FAINT] or more,
///   [#PEAK] times as much as any frame around it does from its own predecessor, and [#SHARE] of
///   what the picture's own samples differ. The second finds cuts in dark films and between shots
///   that look alike; a small thing that jumps is none.
/// - *no flash*: the frame before does not come back after it, and it is no picture that was there
///   before: of such a pair of frames one looks like the other.
/// - *it stays*: no change as large follows, unless it is a flash. Where change follows change (a
///   fast fade, a whip pan, a shot of a few frames) the last one is the cut, as the pictures before
///   it are of no use to what follows; in endless turmoil there is none.
///
/// Differences are mean absolute ones in steps of an 8-bit sample.
final class CutRule {
  /// Frames looked at before and after a frame.
  static final int REACH = 5;

  /// Frames that must follow a cut: a keyframe for fewer is a waste of bits.
  static final int FOLLOWERS = 4;

  /// A change that is a cut on any background; rav1e's fast scene-change detection has the same.
  static final double PLAIN = 18;

  private static final double FAINT = 4;
  private static final double PEAK = 3;
  private static final double SHARE = 0.25;
  private static final double ALIKE = 0.5;
  private static final double AS_LARGE = 0.5;

  private final SceneHistory history;

  CutRule(SceneHistory history) {
    this.history = history;
  }

  /// How much the picture changes, 1 being enough for a cut.
  ///
  /// @param frame kept together with the [#REACH] frames before and after it, as far as there are
  ///   so many; the history ends there
  double score(long frame) {
    double change = history.change(frame);
    double enough = Math.max(FAINT, PEAK * largestChangeAround(frame));
    if (change >= enough && change < PLAIN) {
      double spread = Math.max(history.spread(frame - 1), history.spread(frame));
      enough = Math.max(enough, SHARE * spread);
    }
    return change / Math.min(PLAIN, enough);
  }

  /// Whether a frame whose score is 1 or more starts a scene.
  boolean isCut(long frame) {
    return frame + FOLLOWERS <= newest()
        && stays(frame)
        && !comesBack(frame, Math.max(history.oldest(), frame - 1 - REACH));
  }

  private double largestChangeAround(long frame) {
    double largest = 0;
    for (long other = Math.max(1, frame - REACH); other <= newest(); other++) {
      if (other != frame) {
        largest = Math.max(largest, history.change(other));
      }
    }
    return largest;
  }

  private boolean stays(long frame) {
    double large = AS_LARGE * history.change(frame);
    for (long later = frame + 1; later <= newest(); later++) {
      if (history.change(later) >= large && !comesBack(later, frame)) {
        return false;
      }
    }
    return true;
  }

  /// Whether the change at a frame leads back to a picture seen before, or is undone after it.
  ///
  /// @param first the first frame that counts as seen before
  private boolean comesBack(long frame, long first) {
    double alike = Math.min(PLAIN, ALIKE * history.change(frame));
    for (long before = frame - 2; before >= first; before--) {
      if (history.difference(before, frame) < alike) {
        return true;
      }
    }
    for (long after = frame + 1; frame > first && after <= newest(); after++) {
      if (history.difference(frame - 1, after) < alike) {
        return true;
      }
    }
    return false;
  }

  private long newest() {
    return history.count() - 1;
  }
}
