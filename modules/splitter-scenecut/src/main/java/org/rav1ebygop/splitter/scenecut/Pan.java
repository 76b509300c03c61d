package org.rav1ebygop.splitter.scenecut;

import java.util.Arrays;

/// How a picture has moved as a whole, by the shift at which the sums of its columns, and those of
/// its rows, are most like those of the picture before.
final class Pan {
  /// The farthest shift that is tried, in cells, and as a part of the picture's edge.
  private static final int FARTHEST = 64;

  private static final int PART = 4;

  private final int[] columns;
  private final int[] columnsBefore;
  private final int[] rows;
  private final int[] rowsBefore;
  private int right;
  private int down;

  /// @param shape a picture of the size to come
  Pan(Picture shape) {
    columns = new int[shape.width()];
    columnsBefore = new int[shape.width()];
    rows = new int[shape.height()];
    rowsBefore = new int[shape.height()];
  }

  /// Compares two pictures.
  void estimate(Picture picture, Picture before) {
    project(picture, columns, rows);
    project(before, columnsBefore, rowsBefore);
    right = shift(columns, columnsBefore);
    down = shift(rows, rowsBefore);
  }

  /// Cells from where something is to where it was, to the right.
  int right() {
    return right;
  }

  /// Cells from where something is to where it was, downwards.
  int down() {
    return down;
  }

  private static void project(Picture picture, int[] columns, int[] rows) {
    Arrays.fill(columns, 0);
    for (int y = 0; y < rows.length; y++) {
      rows[y] = addRow(picture.cells(), y * columns.length, columns);
    }
  }

  private static int addRow(byte[] cells, int at, int[] columns) {
    int sum = 0;
    for (int x = 0; x < columns.length; x++) {
      int cell = cells[at + x] & 0xFF;
      columns[x] += cell;
      sum += cell;
    }
    return sum;
  }

  private static int shift(int[] sums, int[] before) {
    int farthest = Math.min(FARTHEST, sums.length / PART);
    double least = meanDifference(sums, before, 0);
    int best = 0;
    for (int distance = 1; distance <= farthest; distance++) {
      for (int shift = -distance; shift <= distance; shift += 2 * distance) {
        double difference = meanDifference(sums, before, shift);
        if (difference < least) {
          least = difference;
          best = shift;
        }
      }
    }
    return best;
  }

  private static double meanDifference(int[] sums, int[] before, int shift) {
    int from = Math.max(0, -shift);
    int to = Math.min(sums.length, sums.length - shift);
    // no overflow: 2048 times 2048 cells of 255 are the most there are
    int difference = 0;
    for (int i = from; i < to; i++) {
      difference += Math.abs(sums[i] - before[i + shift]);
    }
    return difference / (double) (to - from);
  }
}
