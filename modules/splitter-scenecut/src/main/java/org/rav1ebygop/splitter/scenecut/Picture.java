package org.rav1ebygop.splitter.scenecut;

import java.util.Arrays;

/// A frame's luma, small: cells of 8 bits, and the sums of square blocks of them, which tell shots
/// apart even under grain: 64 times 255 at the most. Its memory is filled again and again.
final class Picture {
  /// Edge of a block in samples of the frame, where cells are no larger than that.
  private static final int BLOCK = 8;

  /// Longs whose lanes of likeness fit into 16 bits.
  private static final int RUN = 1 << 6;

  /// Longs whose differences of blocks fit into 32 bits.
  private static final int BLOCK_RUN = 1 << 16;

  private final int width;
  private final int height;
  private final byte[] cells;
  private final int blockSize;
  private final int blockCount;

  /// Two bytes a block, a multiple of four blocks; empty where a cell is a block.
  private final byte[] blocks;

  /// A picture to be filled.
  Picture(Reduction reduction) {
    width = Math.ceilDiv(reduction.cellsWide(), 8) * 8;
    height = Math.ceilDiv(reduction.cellsHigh(), 8) * 8;
    cells = new byte[width * height];
    blockSize = Math.max(1, BLOCK / reduction.factor());
    blockCount = (width / blockSize) * (height / blockSize);
    blocks = new byte[blockSize == 1 ? 0 : Math.ceilDiv(blockCount, 4) * Long.BYTES];
  }

  /// Bytes of memory it takes.
  static long bytes(Reduction reduction) {
    long blockSize = Math.max(1, BLOCK / reduction.factor());
    long cells = reduction.cells();
    return blockSize == 1 ? cells : cells + Short.BYTES * cells / (blockSize * blockSize);
  }

  /// Cells in a row, a multiple of 8.
  int width() {
    return width;
  }

  /// Rows of cells, a multiple of 8.
  int height() {
    return height;
  }

  /// The cells, row after row.
  byte[] cells() {
    return cells;
  }

  /// Repeats the last cells to the right and downwards, and sums the blocks.
  ///
  /// @param wide cells of a row that are filled
  /// @param high rows that are filled
  void pad(int wide, int high) {
    for (int y = 0; y < high && wide < width; y++) {
      int at = y * width + wide;
      Arrays.fill(cells, at, (y + 1) * width, cells[at - 1]);
    }
    for (int y = high; y < height; y++) {
      System.arraycopy(cells, (high - 1) * width, cells, y * width, width);
    }
    Arrays.fill(blocks, (byte) 0);
    for (int y = 0; y < height && blockSize > 1; y++) {
      addToBlocks(y * width, y / blockSize * (width / blockSize));
    }
  }

  /// The mean absolute difference of cells.
  static double difference(Picture one, Picture other) {
    int longs = one.cells.length / Long.BYTES;
    long alike = 0;
    for (int from = 0; from < longs; from += RUN) {
      alike += likeness(one.cells, other.cells, from, Math.min(longs, from + RUN));
    }
    return 256 - alike / (double) one.cells.length;
  }

  /// The mean absolute difference of the means of blocks.
  static double blockDifference(Picture one, Picture other) {
    if (one.blockSize == 1) {
      return difference(one, other);
    }
    int longs = one.blocks.length / Long.BYTES;
    long sum = 0;
    for (int from = 0; from < longs; from += BLOCK_RUN) {
      long lanes = differences(one.blocks, other.blocks, from, Math.min(longs, from + BLOCK_RUN));
      sum += (lanes & 0xFFFF_FFFFL) + (lanes >>> 32);
    }
    return sum / (double) one.cells.length;
  }

  /// How much the means of blocks differ from the mean of the picture, on average.
  double spread() {
    long sum = 0;
    for (int i = 0; i < blockCount; i++) {
      sum += block(i);
    }
    int mean = (int) (sum / blockCount);
    long total = 0;
    for (int i = 0; i < blockCount; i++) {
      total += Math.abs(block(i) - mean);
    }
    return total / (double) cells.length;
  }

  private int block(int index) {
    return blockSize == 1 ? cells[index] & 0xFF : (short) Lanes.SHORTS.get(blocks, 2 * index);
  }

  private static long differences(byte[] a, byte[] b, int from, int to) {
    long lanes = 0;
    for (int i = from; i < to; i++) {
      lanes += Lanes.differences(Lanes.load(a, 8 * i), Lanes.load(b, 8 * i));
    }
    return lanes;
  }

  private static int likeness(byte[] a, byte[] b, int from, int to) {
    long lanes = 0;
    for (int i = from; i < to; i++) {
      lanes += Lanes.likeness(Lanes.load(a, 8 * i), Lanes.load(b, 8 * i));
    }
    return Lanes.sum(lanes);
  }

  private void addToBlocks(int row, int at) {
    int per = 8 / blockSize;
    for (int x = 0; x < width / 8; x++) {
      long eight = Lanes.load(cells, row + 8 * x);
      for (int i = 0, to = at + x * per; i < per; i++, to++) {
        int sum = (short) Lanes.SHORTS.get(blocks, 2 * to) + sumOfBytes(eight, 8 * blockSize * i);
        Lanes.SHORTS.set(blocks, 2 * to, (short) sum);
      }
    }
  }

  private int sumOfBytes(long eight, int shift) {
    long part = eight >>> shift;
    return switch (blockSize) {
      case 8 -> Lanes.sum((part & Lanes.BYTES) + ((part >>> 8) & Lanes.BYTES));
      case 4 -> sumOfFour(part);
      default -> (int) ((part & 0xFF) + ((part >>> 8) & 0xFF));
    };
  }

  private static int sumOfFour(long bytes) {
    long pairs = (bytes & 0x00FF_00FFL) + ((bytes >>> 8) & 0x00FF_00FFL);
    return (int) ((pairs & 0xFFFF) + (pairs >>> 16));
  }
}
