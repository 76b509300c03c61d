package org.rav1ebygop.splitter.scenecut;

import org.rav1ebygop.api.FrameLayout;

/// How the luma of a frame becomes a small picture: every cell of it is the sum of the samples of a
/// square of `factor` by `factor`, 21 bits at the most.
///
/// Rows are read as longs, and a row of eight longs or more only as far as its last whole long: up
/// to seven samples at the right are left out. Squares at the right and lower edge may be cut off.
///
/// @param factor 2, 4, 8, 16 or 32
/// @param rowStep 1, or 2 where only every second row is read
/// @param rowBytes bytes read of each luma row
/// @param cellsWide cells in a row
/// @param cellsHigh rows of cells
record Reduction(int factor, int rowStep, int rowBytes, int cellsWide, int cellsHigh) {
  /// Cells of a picture past which the factor grows, whatever the smaller edge.
  private static final long CELLS_AT_MOST = 1 << 18;

  /// The reduction for a layout: the factor doubles as the smaller edge passes 480, 720, 1080 and
  /// 1600 samples, which are the steps of the fast scene-change detection of rav1e.
  static Reduction of(FrameLayout layout) {
    int factor = factor(layout);
    // 16 rows of 12 bits are what a lane of 16 bits holds
    int rowStep = factor >= 16 ? 2 : 1;
    int rowBytes = Math.toIntExact(layout.rowBytes(0));
    int read = rowBytes >= 8 * Long.BYTES ? rowBytes & -Long.BYTES : rowBytes;
    return new Reduction(
        factor,
        rowStep,
        read,
        Math.ceilDiv(read / layout.bytesPerSample(), factor),
        Math.ceilDiv(layout.height(), factor));
  }

  /// Cells of the small picture.
  int cells() {
    return cellsWide * cellsHigh;
  }

  private static int factor(FrameLayout layout) {
    int edge = Math.min(layout.width(), layout.height());
    int factor = edge > 1600 ? 32 : edge > 1080 ? 16 : edge > 720 ? 8 : edge > 480 ? 4 : 2;
    long area = (long) layout.width() * layout.height();
    while (factor < 32 && area / ((long) factor * factor) > CELLS_AT_MOST) {
      factor *= 2;
    }
    return factor;
  }
}
