package org.rav1ebygop.splitter.scenecut;

import java.lang.foreign.MemorySegment;
import org.rav1ebygop.api.FrameLayout;

/// The latest frames of a film as small pictures, and how much they differ. All memory is taken at
/// the start and used again and again.
final class SceneHistory {
  /// Cells of 21 bits whose differences an int can hold.
  private static final int RUN = 1 << 9;

  private final LumaReducer reducer;
  private final int[][] pictures;
  private final double[] changes;
  private final double unit;
  private long count;

  /// @param span how many frames are kept, 2 or more
  SceneHistory(FrameLayout layout, int span) {
    Reduction reduction = Reduction.of(layout);
    reducer = new LumaReducer(layout, reduction);
    pictures = new int[span][reduction.cells()];
    changes = new double[span];
    unit = 1.0 / (reducer.samples() << (layout.bitDepth() - 8));
  }

  /// Adds the next frame, which is read once, here.
  ///
  /// @param data the frame's bytes, luma first
  void add(MemorySegment data) {
    long frame = count++;
    reducer.reduce(data, pictures[slot(frame)]);
    changes[slot(frame)] = frame == 0 ? 0 : difference(frame - 1, frame);
  }

  /// Frames added so far.
  long count() {
    return count;
  }

  /// The first frame that is still kept.
  long oldest() {
    return Math.max(0, count - pictures.length);
  }

  /// How much a kept frame differs from the one before it: the mean absolute difference of luma
  /// between the small pictures, in steps of an 8-bit sample. 0 for the first frame of the film.
  double change(long frame) {
    return changes[slot(frame)];
  }

  /// How much two kept frames differ, like [#change].
  double difference(long one, long other) {
    return absoluteDifference(pictures[slot(one)], pictures[slot(other)]) * unit;
  }

  /// How much the cells of a kept frame differ from their mean, like [#change].
  double spread(long frame) {
    int[] picture = pictures[slot(frame)];
    long sum = 0;
    for (int cell : picture) {
      sum += cell;
    }
    long mean = sum / picture.length;
    long total = 0;
    for (int cell : picture) {
      total += Math.abs(cell - mean);
    }
    return total * unit;
  }

  private int slot(long frame) {
    return (int) (frame % pictures.length);
  }

  private static long absoluteDifference(int[] a, int[] b) {
    long total = 0;
    for (int from = 0; from < a.length; from += RUN) {
      total += absoluteDifference(a, b, from, Math.min(a.length, from + RUN));
    }
    return total;
  }

  private static int absoluteDifference(int[] a, int[] b, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }
}
