package org.rav1ebygop.splitter.scenecut;

/// Judges by how much the cells change.
final class FastRule extends CutRule {
  /// A change that is large on any background; rav1e's fast scene-change detection has the same.
  private static final double LARGE = 18;

  /// How far a large change stands out from the smallest around it, which is noise.
  private static final double OVER_NOISE = 9;

  /// A change that is the last one even if a single one came before it.
  private static final double VERY_LARGE = 45;

  /// Of a gradual change the last two frames change as much as this one, nearly.
  private static final double GRADUAL = 0.9;

  FastRule(SceneHistory history) {
    super(history);
  }

  @Override
  double faintest() {
    return 4;
  }

  @Override
  double large(long frame, Surroundings around) {
    return history.change(frame) / LARGE;
  }

  @Override
  boolean confirmsPeak(long frame, Surroundings around) {
    return true;
  }

  @Override
  boolean isLast(long frame, Surroundings around) {
    double change = history.change(frame);
    if (change - smallest(around) < OVER_NOISE || isGradual(frame, change, around)) {
      return false;
    }
    int before = around.count(around.from(), frame, this::isLarge);
    int after = around.count(frame + 1, around.end(), this::isLarge);
    if (before == 0) {
      // a change as far away as can be seen starts a scene of its own
      long farthest = frame + SceneHistory.REACH;
      return after == 0 || (after == 1 && farthest < around.end() && isLarge(farthest));
    }
    return after == 0 && (before > 1 || outdoes(frame, around));
  }

  private boolean isLarge(long frame) {
    return history.change(frame) >= LARGE;
  }

  private boolean outdoes(long frame, Surroundings around) {
    double change = history.change(frame);
    return change >= VERY_LARGE && change >= around.largest(history::change, around.from(), frame);
  }

  private double smallest(Surroundings around) {
    double smallest = Double.MAX_VALUE;
    for (long other = around.from(); other < around.end(); other++) {
      smallest = Math.min(smallest, history.change(other));
    }
    return smallest;
  }

  private boolean isGradual(long frame, double change, Surroundings around) {
    return frame - 2 >= around.from()
        && Math.min(history.change(frame - 1), history.change(frame - 2)) >= GRADUAL * change;
  }
}
