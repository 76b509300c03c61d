package org.rav1ebygop.splitter.scenecut;

import java.util.function.LongPredicate;
import java.util.function.LongToDoubleFunction;

/// A frame and the frames around it, those left out that only flash.
///
/// A change is a *flash* when it leads back to a picture seen shortly before, or when the picture
/// before it comes back shortly after: of such a pair of changes neither starts a scene, and
/// neither hides one.
final class Surroundings {
  /// Pictures are alike when they differ by less than this share of the change between them.
  private static final double ALIKE = 0.5;

  private static final double ALIKE_AT_MOST = 18;

  private final SceneHistory history;
  private final long frame;
  private final long from;
  private final long end;
  private final boolean[] flashes = new boolean[2 * SceneHistory.REACH + 1];

  /// @param frame kept in the history together with the frames around it
  Surroundings(SceneHistory history, long frame) {
    this.history = history;
    this.frame = frame;
    from = Math.max(history.first() + 1, frame - SceneHistory.REACH);
    end = Math.min(history.next(), frame + SceneHistory.REACH + 1);
    for (long other = from; other < end; other++) {
      flashes[index(other)] = isFlash(other);
    }
  }

  /// Whether the change at a frame is a flash, as far as can be seen from here.
  boolean flash(long other) {
    return other >= from && other < end && flashes[index(other)];
  }

  /// The first of the frames before that count.
  long from() {
    return from;
  }

  /// The first frame that is out of sight.
  long end() {
    return end;
  }

  /// How many of the frames around are no flashes.
  int calm() {
    return count(from, frame, _ -> true) + count(frame + 1, end, _ -> true);
  }

  /// The largest change of the frames around.
  double largest(LongToDoubleFunction change) {
    return Math.max(largest(change, from, frame), largest(change, frame + 1, end));
  }

  /// The largest change in a run of frames, 0 when there is none.
  double largest(LongToDoubleFunction change, long first, long last) {
    double largest = 0;
    for (long other = first; other < last; other++) {
      if (!flash(other)) {
        largest = Math.max(largest, change.applyAsDouble(other));
      }
    }
    return largest;
  }

  /// How many frames of a run are changes of a kind, and no flashes.
  int count(long first, long last, LongPredicate kind) {
    int count = 0;
    for (long other = first; other < last; other++) {
      if (!flash(other) && kind.test(other)) {
        count++;
      }
    }
    return count;
  }

  private int index(long other) {
    return (int) (other - frame) + SceneHistory.REACH;
  }

  private boolean isFlash(long other) {
    double alike = Math.min(ALIKE_AT_MOST, ALIKE * history.blockChange(other));
    long oldest = Math.max(history.first(), other - 1 - SceneHistory.REACH);
    for (long before = other - 2; before >= oldest; before--) {
      if (history.blockDifference(before, other) < alike) {
        return true;
      }
    }
    for (long after = other + 1; after < Math.min(end, other + 1 + SceneHistory.REACH); after++) {
      if (history.blockDifference(other - 1, after) < alike) {
        return true;
      }
    }
    return false;
  }
}
