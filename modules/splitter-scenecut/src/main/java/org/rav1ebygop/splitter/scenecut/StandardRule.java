package org.rav1ebygop.splitter.scenecut;

/// Judges by what an encoder would pay: a change is large when the frame before saves little of a
/// picture's cost, other than for its neighbours. That is the idea of rav1e's scene-change
/// detection; the thresholds are set so that the keyframes are those of rav1e.
///
/// Costs are only asked for where the blocks of a frame close by change, since they take time.
final class StandardRule extends CutRule {
  /// A cost over that of the neighbours, as a share of the cost without a frame before.
  private static final double LARGE = 0.28;

  /// What makes up for a cost of nothing: half a step of an 8-bit sample everywhere.
  private static final double LEAST_COST = 4;

  /// A change of blocks that is worth a closer look on any background.
  private static final double BLOCKS = 7;

  private static final double FAINT_BLOCKS = 1;
  private static final double BLOCKS_SHARE = 0.25;

  /// A cost over that of the frames after, which bears out a peak of the blocks.
  private static final double SLIGHT = 0.05;

  /// Of a gradual change two frames before or after change nearly as much as this one.
  private static final double GRADUAL_COST = 0.9;

  private static final double GRADUAL_BLOCKS = 0.8;

  /// So many times as large as any change around it, a peak of the blocks needs nothing to bear it
  /// out: under heavy grain no picture is of use to the next.
  private static final double DECISIVE = 6;

  StandardRule(SceneHistory history) {
    super(history);
  }

  @Override
  double faintest() {
    return BLOCKS;
  }

  /// Less than 1 where no blocks close by change, without a closer look.
  @Override
  double large(long frame, Surroundings around) {
    double closer = 0;
    for (long other = around.from(); other <= frame; other++) {
      closer = Math.max(closer, history.blockChange(other) / worthwhile(other));
    }
    return closer < 1 ? closer : overNext(frame, around) / enough(frame);
  }

  @Override
  boolean confirmsPeak(long frame, Surroundings around) {
    return history.blockChange(frame) >= DECISIVE * around.largest(history::blockChange)
        || overNext(frame, around) >= SLIGHT * history.intraCost(frame)
        || isOnset(frame, around);
  }

  @Override
  boolean isLast(long frame, Surroundings around) {
    if (isGradual(frame, around)) {
      return false;
    }
    int before = around.count(around.from(), frame, other -> isOnset(other, around));
    int after = around.count(frame + 1, around.end(), other -> isEnd(other, around));
    return after == 0 || (before == 0 && after == 1 && isFarthest(frame, around));
  }

  /// A change as far away as can be seen starts a scene of its own.
  private boolean isFarthest(long frame, Surroundings around) {
    long farthest = frame + SceneHistory.REACH;
    return farthest < around.end() && isEnd(farthest, around);
  }

  private boolean isGradual(long frame, Surroundings around) {
    boolean afterTwo = frame - 2 > history.first();
    double blocks = GRADUAL_BLOCKS * history.blockChange(frame);
    if (afterTwo && bothChange(frame - 2, blocks)) {
      return true;
    }
    if (frame + 2 < around.end() && bothChange(frame + 1, blocks)) {
      return true;
    }
    return afterTwo
        && Math.min(history.interCost(frame - 1), history.interCost(frame - 2))
            >= GRADUAL_COST * history.interCost(frame);
  }

  private boolean bothChange(long frame, double blocks) {
    return Math.min(history.blockChange(frame), history.blockChange(frame + 1)) >= blocks;
  }

  private boolean isOnset(long frame, Surroundings around) {
    return overLast(frame, around) >= enough(frame);
  }

  private boolean isEnd(long frame, Surroundings around) {
    return overNext(frame, around) >= enough(frame);
  }

  /// By how much a frame costs more than any of those after it, as far as can be seen.
  private double overNext(long frame, Surroundings around) {
    long end = Math.min(around.end(), frame + 1 + SceneHistory.REACH);
    if (around.count(frame + 1, end, _ -> true) == 0) {
      return 0;
    }
    return Math.max(
        0, history.interCost(frame) - around.largest(history::interCost, frame + 1, end));
  }

  /// By how much a frame costs more than any of those before it.
  private double overLast(long frame, Surroundings around) {
    long from = Math.max(history.first() + 1, frame - SceneHistory.REACH);
    return Math.max(0, history.interCost(frame) - around.largest(history::interCost, from, frame));
  }

  private double enough(long frame) {
    return Math.max(LEAST_COST, LARGE * history.intraCost(frame));
  }

  private double worthwhile(long frame) {
    double share = Math.max(FAINT_BLOCKS, BLOCKS_SHARE * history.spread(frame));
    return Math.min(BLOCKS, share);
  }
}
