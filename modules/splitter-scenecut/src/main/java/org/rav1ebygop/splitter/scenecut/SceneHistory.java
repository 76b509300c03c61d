package org.rav1ebygop.splitter.scenecut;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.rav1ebygop.api.FrameLayout;

/// The latest frames of a film as small pictures, and how they differ. All memory is taken at the
/// start and used again and again; each frame is read once.
final class SceneHistory {
  /// Frames looked at before and after a frame.
  static final int REACH = 5;

  /// Frames before a frame that what is asked about it depends on: its neighbours' neighbours, and
  /// the frame before those.
  static final int BEHIND = 2 * REACH + 1;

  /// Frames kept.
  private static final int FRAMES = BEHIND + 1 + REACH;

  private static final double UNKNOWN = -1;

  private final LumaReducer reducer;
  private final CostModel costs;
  private final Entry[] entries = new Entry[FRAMES];
  private final long first;
  private long next;

  private static final class Entry {
    final Picture picture;
    final double[] blockDifferences = new double[REACH + 2];
    double spread;
    double difference;
    double intra;
    double inter;

    Entry(Picture picture) {
      this.picture = picture;
    }
  }

  /// @param first index of the first frame to come
  SceneHistory(FrameLayout layout, Speed speed, long first) {
    Reduction reduction = Reduction.of(layout, speed);
    reducer = new LumaReducer(layout, reduction);
    Arrays.setAll(entries, _ -> new Entry(new Picture(reduction)));
    costs = new CostModel(entries[0].picture);
    this.first = first;
    next = first;
  }

  /// Bytes of memory it takes, but for what does not grow with the pictures.
  static long bytes(Reduction reduction) {
    return FRAMES * Picture.bytes(reduction);
  }

  /// Adds the next frame.
  ///
  /// @param data the frame's bytes, luma first
  void add(MemorySegment data) {
    long frame = next++;
    Entry entry = entry(frame);
    reducer.reduce(data, entry.picture);
    entry.spread = entry.picture.spread();
    entry.intra = UNKNOWN;
    entry.inter = UNKNOWN;
    entry.difference = UNKNOWN;
    for (int distance = 1; distance < entry.blockDifferences.length; distance++) {
      entry.blockDifferences[distance] =
          frame - distance < first
              ? 0
              : Picture.blockDifference(entry.picture, entry(frame - distance).picture);
    }
  }

  /// The first frame that was added.
  long first() {
    return first;
  }

  /// The index of the frame to come.
  long next() {
    return next;
  }

  /// How much two frames differ that are no more than `REACH + 1` apart: the mean absolute
  /// difference of the means of blocks, in steps of an 8-bit sample.
  double blockDifference(long earlier, long later) {
    return entry(later).blockDifferences[(int) (later - earlier)];
  }

  /// How much a frame differs from the one before it, like [#blockDifference]; 0 for the first.
  double blockChange(long frame) {
    return entry(frame).blockDifferences[1];
  }

  /// How much a frame differs from the one before it, cell by cell; 0 for the first.
  double change(long frame) {
    Entry entry = entry(frame);
    if (entry.difference == UNKNOWN) {
      entry.difference =
          frame == first ? 0 : Picture.difference(entry.picture, entry(frame - 1).picture);
    }
    return entry.difference;
  }

  /// How much the blocks of a frame, or of the one before it, differ among themselves.
  double spread(long frame) {
    return Math.max(entry(frame).spread, frame == first ? 0 : entry(frame - 1).spread);
  }

  /// What a frame would cost an encoder alone, see [CostModel].
  double intraCost(long frame) {
    Entry entry = entry(frame);
    if (entry.intra == UNKNOWN) {
      entry.intra = costs.intra(entry.picture);
    }
    return entry.intra;
  }

  /// What a frame would cost an encoder after the one before it; 0 for the first.
  double interCost(long frame) {
    Entry entry = entry(frame);
    if (entry.inter == UNKNOWN) {
      entry.inter = frame == first ? 0 : costs.inter(entry.picture, entry(frame - 1).picture);
    }
    return entry.inter;
  }

  private Entry entry(long frame) {
    return entries[(int) (frame % entries.length)];
  }
}
