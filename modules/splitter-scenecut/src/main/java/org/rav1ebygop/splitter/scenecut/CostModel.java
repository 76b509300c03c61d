package org.rav1ebygop.splitter.scenecut;

/// What a picture would cost an encoder, alone and with the picture before it: the mean SATD of its
/// blocks of 8x8 cells, less a prediction. Depends on the pictures alone.
final class CostModel {
  /// Scales an 8x8 Hadamard transform to the size of its input.
  private static final double SCALE = 1.0 / BlockRow.SIZE;

  /// What the first block of a picture is predicted from.
  private static final int GREY = 128;

  private final int columns;
  private final int rows;
  private final BlockRow blocks;
  private final MotionSearch motion;

  /// @param shape a picture of the size to come
  CostModel(Picture shape) {
    columns = shape.width() / BlockRow.SIZE;
    rows = shape.height() / BlockRow.SIZE;
    blocks = new BlockRow(columns);
    motion = new MotionSearch(shape);
  }

  /// The cost of a picture alone: each block is predicted to be the mean of the cells above and to
  /// the left of it.
  double intra(Picture picture) {
    long cost = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = (row * picture.width() + column) * BlockRow.SIZE;
        blocks.set(column, picture, at, around(picture, at, row, column));
      }
      cost += blocks.cost();
    }
    return cost * SCALE / (columns * rows);
  }

  /// The cost of a picture after another: each block is predicted to be where it was before.
  double inter(Picture picture, Picture before) {
    motion.start(picture, before);
    long cost = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = (row * picture.width() + column) * BlockRow.SIZE;
        blocks.set(column, picture, at, before, motion.find(column, row));
      }
      cost += blocks.cost();
    }
    return cost * SCALE / (columns * rows);
  }

  private static int around(Picture picture, int at, int row, int column) {
    byte[] cells = picture.cells();
    int width = picture.width();
    int sum = 0;
    if (row > 0) {
      long above = Lanes.load(cells, at - width);
      sum += Lanes.sum((above & Lanes.BYTES) + ((above >>> 8) & Lanes.BYTES));
    }
    for (int y = 0; column > 0 && y < BlockRow.SIZE; y++) {
      sum += cells[at + y * width - 1] & 0xFF;
    }
    int edges = (row > 0 ? 1 : 0) + (column > 0 ? 1 : 0);
    return edges == 0 ? GREY : sum / (edges * BlockRow.SIZE);
  }
}
