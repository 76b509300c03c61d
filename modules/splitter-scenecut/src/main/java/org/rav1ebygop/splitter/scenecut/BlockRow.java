package org.rav1ebygop.splitter.scenecut;

import java.util.Arrays;

/// A row of blocks of 8x8 cells and a prediction of each, and what the differences would cost an
/// encoder: the sum of absolute values of their Hadamard transform (SATD).
///
/// Eight cells are a long. Differences are kept in lanes of 16 bits as one number, so that sums and
/// differences of longs are those of all lanes; a negative lane borrows from the one above. Every
/// loop goes over the blocks of the row, which the compiler turns into vector instructions.
final class BlockRow {
  /// Rows of a block, and cells in each.
  static final int SIZE = 8;

  /// More than a sum of 16 differences, in each lane: makes a lane positive.
  private static final long BIAS = Lanes.ONE << 14;

  private static final long EVEN_LANES = 0x0000_FFFF_0000_FFFFL;
  private static final long LOW_LANES = 0x0000_0000_FFFF_FFFFL;

  private final int blocks;
  private final long[][] cells;
  private final long[][] predicted;
  private final long[][] differences;
  private final long[] costs;

  /// @param blocks in the row
  BlockRow(int blocks) {
    this.blocks = blocks;
    cells = new long[SIZE][blocks];
    predicted = new long[SIZE][blocks];
    differences = new long[2 * SIZE][blocks];
    costs = new long[blocks];
  }

  /// Sets a block and its prediction from pictures of one width.
  void set(int block, Picture picture, int at, Picture reference, int from) {
    for (int y = 0; y < SIZE; y++) {
      cells[y][block] = Lanes.load(picture.cells(), at + y * picture.width());
      predicted[y][block] = Lanes.load(reference.cells(), from + y * picture.width());
    }
  }

  /// Sets a block that is predicted to have one value everywhere.
  void set(int block, Picture picture, int at, int value) {
    long eight = value * 0x0101_0101_0101_0101L;
    for (int y = 0; y < SIZE; y++) {
      cells[y][block] = Lanes.load(picture.cells(), at + y * picture.width());
      predicted[y][block] = eight;
    }
  }

  /// The SATD of all blocks together.
  long cost() {
    for (int y = 0; y < SIZE; y++) {
      subtract(cells[y], predicted[y], differences[y], differences[y + SIZE]);
    }
    for (int stride = 1; stride < SIZE; stride *= 2) {
      for (int y = 0; y < 2 * SIZE; y++) {
        if ((y & stride) == 0) {
          butterfly(differences[y], differences[y + stride]);
        }
      }
    }
    Arrays.fill(costs, 0);
    for (long[] row : differences) {
      addTransformed(row, costs);
    }
    long sum = 0;
    for (int i = 0; i < blocks; i++) {
      sum += (costs[i] & LOW_LANES) + (costs[i] >>> 32);
    }
    return sum;
  }

  /// First stage across: even and odd cells.
  private static void subtract(long[] cells, long[] predicted, long[] sums, long[] differences) {
    for (int i = 0; i < sums.length; i++) {
      long c = cells[i];
      long p = predicted[i];
      long even = (c & Lanes.BYTES) - (p & Lanes.BYTES);
      long odd = ((c >>> 8) & Lanes.BYTES) - ((p >>> 8) & Lanes.BYTES);
      sums[i] = even + odd;
      differences[i] = even - odd;
    }
  }

  private static void butterfly(long[] one, long[] other) {
    for (int i = 0; i < one.length; i++) {
      long a = one[i];
      long b = other[i];
      one[i] = a + b;
      other[i] = a - b;
    }
  }

  /// The last two stages across, between the lanes of a long, and the absolute values.
  private static void addTransformed(long[] row, long[] costs) {
    for (int i = 0; i < costs.length; i++) {
      long a = row[i] + BIAS;
      long far = (a >>> 32) | (a << 32);
      long half = ((a + far - BIAS) & LOW_LANES) | ((a - far + BIAS) & ~LOW_LANES);
      long near = ((half >>> 16) & EVEN_LANES) | ((half & EVEN_LANES) << 16);
      long all = ((half + near - BIAS) & EVEN_LANES) | ((half - near + BIAS) & ~EVEN_LANES);
      long negative = Lanes.ONE - ((all >>> 14) & Lanes.ONE);
      long absolute = ((all ^ BIAS) ^ ((negative << 15) - negative)) + negative;
      costs[i] += (absolute & EVEN_LANES) + ((absolute >>> 16) & EVEN_LANES);
    }
  }
}
