package org.rav1ebygop.av1;

import java.util.Locale;

/// `tile_info()`, section 5.9.15.
///
/// @param count tiles of the frame, 1–4096
/// @param indexBits of a tile number, 0–12
/// @param sizeBytes of the size before each tile but the last of a group, 1–4; 0 with one tile
record TileInfo(int count, int indexBits, int sizeBytes) {
  private static final int MAX_WIDTH = 4096;
  private static final int MAX_AREA = 4096 * 2304;
  private static final int MAX_COLUMNS = 64;
  private static final int MAX_ROWS = 64;

  static TileInfo read(BitReader in, boolean superblocks128, FrameSize size) {
    int shift = superblocks128 ? 7 : 6;
    int columns = superblocks(size.codedWidth(), shift);
    int rows = superblocks(size.height(), shift);
    int maxWidth = MAX_WIDTH >> shift;
    int minColumnsLog = log2(maxWidth, columns);
    int minLog = Math.max(minColumnsLog, log2(MAX_AREA >> (2 * shift), rows * columns));
    int columnsLog;
    int rowsLog;
    int count;
    if (in.flag()) {
      columnsLog = increment(in, minColumnsLog, log2(1, Math.min(columns, MAX_COLUMNS)));
      rowsLog = increment(in, Math.max(minLog - columnsLog, 0), log2(1, Math.min(rows, MAX_ROWS)));
      count = uniform(columns, columnsLog) * uniform(rows, rowsLog);
    } else {
      Spacing across = Spacing.read(in, columns, maxWidth);
      int area = (rows * columns) >> (minLog > 0 ? minLog + 1 : 0);
      Spacing down = Spacing.read(in, rows, Math.max(area / across.widest, 1));
      if (across.count > MAX_COLUMNS || down.count > MAX_ROWS) {
        throw in.malformed(
            String.format(
                Locale.ROOT, "%dx%d tiles; the limit is 64x64", across.count, down.count));
      }
      columnsLog = log2(1, across.count);
      rowsLog = log2(1, down.count);
      count = across.count * down.count;
    }
    return sized(in, count, columnsLog + rowsLog);
  }

  private static TileInfo sized(BitReader in, int count, int indexBits) {
    if (indexBits == 0) {
      return new TileInfo(count, 0, 0);
    }
    if (in.bits(indexBits) >= count) {
      throw in.malformed("probabilities taken from a tile that is not one of " + count);
    }
    return new TileInfo(count, indexBits, 1 + in.bits(2));
  }

  /// Superblocks that cover so many samples, which are coded in whole blocks of 8.
  private static int superblocks(int samples, int shift) {
    return (samples + (1 << shift) - 1) >> shift;
  }

  /// `tile_log2()`, section 5.9.16: the smallest k with `block << k` ≥ `target`.
  private static int log2(int block, int target) {
    int k = 0;
    while ((block << k) < target) {
      k++;
    }
    return k;
  }

  private static int increment(BitReader in, int min, int max) {
    int log = min;
    while (log < max && in.flag()) {
      log++;
    }
    return log;
  }

  /// Tiles of equal size along `superblocks`.
  private static int uniform(int superblocks, int log) {
    int size = (superblocks + (1 << log) - 1) >> log;
    return (superblocks + size - 1) / size;
  }

  /// Tiles of sizes that are told one by one.
  private record Spacing(int count, int widest) {
    static Spacing read(BitReader in, int superblocks, int max) {
      int count = 0;
      int widest = 0;
      for (int start = 0; start < superblocks; count++) {
        int size = 1 + in.nonSymmetric(Math.min(superblocks - start, max));
        widest = Math.max(widest, size);
        start += size;
      }
      return new Spacing(count, widest);
    }
  }
}
