package org.rav1ebygop.splitter.scenecut;

/// Looks for where the blocks of a picture were in the one before, by the sum of absolute
/// differences (SAD).
///
/// A block starts from where it is, from the motion of the whole picture and from that of its
/// neighbours to the left and above, and goes downhill from the best in ever smaller steps.
final class MotionSearch {
  /// A difference of one and a half per cell is noise that no search improves.
  private static final int GOOD_ENOUGH = 96;

  private static final int FIRST_STEP = 8;
  private static final int MOVES_PER_STEP = 3;
  private static final int NONE = Integer.MAX_VALUE;

  private final int width;
  private final int columns;
  private final int rows;
  private final int[] right;
  private final int[] down;
  private final Pan pan;
  private Picture picture;
  private Picture before;
  private int column;
  private int row;
  private int bestRight;
  private int bestDown;
  private int best;

  /// @param shape a picture of the size to search
  MotionSearch(Picture shape) {
    width = shape.width();
    columns = width / BlockRow.SIZE;
    rows = shape.height() / BlockRow.SIZE;
    right = new int[columns * rows];
    down = new int[columns * rows];
    pan = new Pan(shape);
    picture = shape;
    before = shape;
  }

  /// Starts with another pair of pictures; blocks are then searched row after row.
  void start(Picture other, Picture otherBefore) {
    picture = other;
    before = otherBefore;
    pan.estimate(picture, before);
  }

  /// Where a block was: the place of its first cell among those of the picture before.
  int find(int atColumn, int atRow) {
    column = atColumn;
    row = atRow;
    best = NONE;
    consider(0, 0);
    int block = row * columns + column;
    if (best > GOOD_ENOUGH) {
      considerMotion(pan.right(), pan.down());
      considerNeighbours(block);
      for (int step = FIRST_STEP; step >= 1 && best > GOOD_ENOUGH; step /= 2) {
        descend(step);
      }
    }
    right[block] = bestRight;
    down[block] = bestDown;
    return (row * BlockRow.SIZE + bestDown) * width + column * BlockRow.SIZE + bestRight;
  }

  private void considerNeighbours(int block) {
    if (column > 0) {
      considerMotionOf(block - 1);
    }
    if (row > 0) {
      considerMotionOf(block - columns);
      if (column + 1 < columns) {
        considerMotionOf(block - columns + 1);
      }
    }
  }

  private void considerMotionOf(int block) {
    considerMotion(right[block], down[block]);
  }

  private void considerMotion(int moveRight, int moveDown) {
    if (moveRight != bestRight || moveDown != bestDown) {
      consider(moveRight, moveDown);
    }
  }

  private void descend(int step) {
    for (int move = 0; move < MOVES_PER_STEP; move++) {
      int fromRight = bestRight;
      int fromDown = bestDown;
      consider(fromRight + step, fromDown);
      consider(fromRight - step, fromDown);
      consider(fromRight, fromDown + step);
      consider(fromRight, fromDown - step);
      if (bestRight == fromRight && bestDown == fromDown) {
        return;
      }
    }
  }

  private void consider(int moveRight, int moveDown) {
    int x = column * BlockRow.SIZE + moveRight;
    int y = row * BlockRow.SIZE + moveDown;
    if (x < 0 || y < 0 || x > (columns - 1) * BlockRow.SIZE || y > (rows - 1) * BlockRow.SIZE) {
      return;
    }
    int sad = sad(y * width + x);
    if (sad < best) {
      best = sad;
      bestRight = moveRight;
      bestDown = moveDown;
    }
  }

  private int sad(int from) {
    byte[] a = picture.cells();
    byte[] b = before.cells();
    int at = (row * width + column) * BlockRow.SIZE;
    long lanes = 0;
    for (int i = 0; i < BlockRow.SIZE; i++) {
      lanes += Lanes.likeness(Lanes.load(a, at), Lanes.load(b, from));
      at += width;
      from += width;
    }
    return BlockRow.SIZE * BlockRow.SIZE * 256 - Lanes.sum(lanes);
  }
}
