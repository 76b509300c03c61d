package org.rav1ebygop.splitter.scenecut;

import org.rav1ebygop.api.FrameLayout;

/// How the luma of a frame becomes a small picture: every cell of it is the mean of a square of
/// `factor` by `factor` samples.
///
/// Rows are read as longs, and a row of eight longs or more only as far as its last whole long: up
/// to seven samples at the right are left out, as are squares that the edge cuts off.
///
/// @param factor 1, 2, 4, 8, 16 or 32
/// @param rowStep 1, or 2 where only every second row is read
/// @param rowBytes bytes read of each luma row
/// @param cellsWide cells in a row
/// @param cellsHigh rows of cells
record Reduction(int factor, int rowStep, int rowBytes, int cellsWide, int cellsHigh) {
  /// Cells of a picture past which the factor grows: half of 1080p, which is what can be searched
  /// for motion in the time there is.
  private static final long STANDARD_CELLS = 1 << 19;

  private static final long FAST_CELLS = 1 << 18;

  /// Frames with a smaller edge are not reduced.
  private static final int SMALL = 32;

  /// The reduction for a layout.
  static Reduction of(FrameLayout layout, Speed speed) {
    int factor =
        switch (speed) {
          case STANDARD -> grown(1, layout, STANDARD_CELLS);
          case FAST -> grown(byEdge(layout), layout, FAST_CELLS);
        };
    // 16 rows of 12 bits are what a lane of 16 bits holds
    int rowStep = factor >= 16 ? 2 : 1;
    int rowBytes = Math.toIntExact(layout.rowBytes(0));
    int read = rowBytes >= 8 * Long.BYTES ? rowBytes & -Long.BYTES : rowBytes;
    return new Reduction(
        factor, rowStep, read, read / layout.bytesPerSample() / factor, layout.height() / factor);
  }

  /// Cells of the small picture.
  int cells() {
    return cellsWide * cellsHigh;
  }

  /// The factor doubles as the smaller edge passes 480, 720, 1080 and 1600 samples, which are the
  /// steps of the fast scene-change detection of rav1e.
  private static int byEdge(FrameLayout layout) {
    int edge = Math.min(layout.width(), layout.height());
    if (edge < SMALL) {
      return 1;
    }
    return edge > 1600 ? 32 : edge > 1080 ? 16 : edge > 720 ? 8 : edge > 480 ? 4 : 2;
  }

  private static int grown(int factor, FrameLayout layout, long cells) {
    long area = (long) layout.width() * layout.height();
    int grown = factor;
    while (grown < 32 && area / ((long) grown * grown) > cells) {
      grown *= 2;
    }
    return grown;
  }
}
