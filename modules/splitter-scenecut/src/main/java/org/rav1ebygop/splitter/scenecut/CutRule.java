package org.rav1ebygop.splitter.scenecut;

/// Tells cuts from everything else that changes a picture, from the frames around it.
///
/// The change at a frame is a cut when it is no flash (see [Surroundings]), enough frames follow
/// it, and one of these holds:
/// - it is a *peak*: the blocks change far more than at any frame around it, and by a good part of
///   what they differ among themselves. This finds cuts in the dark, under grain, and into turmoil;
/// - it is *large*, which is what the two rules say differently, and *the last* of several large
///   ones: pictures before it are of no use to what follows. In endless turmoil there is none, and
///   none where a gradual change, such as a pan or a fade, comes to its end.
abstract sealed class CutRule permits FastRule, StandardRule {
  /// Frames that must follow a cut: a keyframe for fewer is a waste of bits.
  static final int FOLLOWERS = 4;

  /// A peak is so many times as large as any change around it.
  private static final double PEAK = 3;

  /// A peak is so much of what the blocks differ among themselves.
  private static final double SHARE = 0.25;

  /// Frames around a peak that are not flashes themselves.
  private static final int CALM = 3;

  final SceneHistory history;

  CutRule(SceneHistory history) {
    this.history = history;
  }

  /// What is seen at a frame.
  ///
  /// @param score how much the picture changes, 1 being enough for a cut
  /// @param cut whether the frame starts a scene
  record Verdict(double score, boolean cut) {}

  /// The rule for a speed.
  static CutRule of(Speed speed, SceneHistory history) {
    return switch (speed) {
      case STANDARD -> new StandardRule(history);
      case FAST -> new FastRule(history);
    };
  }

  /// Judges a frame that is kept with [SceneHistory#BEHIND] frames before and [SceneHistory#REACH]
  /// after it, as far as there are so many; the history ends there.
  final Verdict judge(long frame) {
    if (frame == history.first()) {
      return new Verdict(0, false);
    }
    var around = new Surroundings(history, frame);
    double peak = peak(frame, around);
    double large = large(frame, around);
    boolean cut =
        (peak >= 1 || (large >= 1 && isLast(frame, around)))
            && !around.flash(frame)
            && frame + FOLLOWERS < history.next();
    return new Verdict(Math.max(peak, large), cut);
  }

  /// How much the change is a large one, 1 being enough.
  abstract double large(long frame, Surroundings around);

  /// Whether a large change is the one that counts among those around it.
  abstract boolean isLast(long frame, Surroundings around);

  /// Whether a peak of the blocks is borne out by more than that.
  abstract boolean confirmsPeak(long frame, Surroundings around);

  /// The smallest change of blocks that can be a peak, in steps of an 8-bit sample.
  abstract double faintest();

  private double peak(long frame, Surroundings around) {
    double enough = Math.max(faintest(), SHARE * history.spread(frame));
    double change = history.blockChange(frame);
    if (change < enough || around.calm() < CALM) {
      return 0;
    }
    enough = Math.max(enough, PEAK * around.largest(history::blockChange));
    return change < enough || confirmsPeak(frame, around) ? change / enough : 0;
  }
}
