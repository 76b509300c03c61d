package org.rav1ebygop.metrics;

import java.util.Arrays;

/// Structural similarity of two planes that come row by row: the mean over windows of 8x8 samples,
/// four samples apart each way, with equal weights (Wang, Bovik, Sheikh, Simoncelli: "Image quality
/// assessment", 2004, with the windows of x264 and ffmpeg). What is left over at the right and at
/// the bottom, less than four samples, is not looked at.
final class Similarity {
  private static final int BLOCK = 4;
  private static final int WINDOW_SAMPLES = 64;

  /// Of a row of blocks: sums of both planes, of all squares, of products.
  private static final class Blocks {
    final long[] one;
    final long[] two;
    final long[] squares;
    final long[] products;

    Blocks(int count) {
      one = new long[count];
      two = new long[count];
      squares = new long[count];
      products = new long[count];
    }

    void clear() {
      Arrays.fill(one, 0);
      Arrays.fill(two, 0);
      Arrays.fill(squares, 0);
      Arrays.fill(products, 0);
    }
  }

  private final double c1;
  private final double c2;
  private Blocks above;
  private Blocks current;
  private int count;
  private int rows;
  private double sum;
  private long windows;

  /// @param width of the widest plane
  Similarity(int width, int bitDepth) {
    double peak = (1 << bitDepth) - 1;
    // Scaled like sums over a window; whole numbers as in x264.
    this.c1 = Math.floor(0.01 * 0.01 * peak * peak * WINDOW_SAMPLES + 0.5);
    this.c2 = Math.floor(0.03 * 0.03 * peak * peak * WINDOW_SAMPLES * (WINDOW_SAMPLES - 1) + 0.5);
    this.above = new Blocks(width / BLOCK);
    this.current = new Blocks(width / BLOCK);
  }

  /// A plane begins.
  void begin(int width) {
    count = width / BLOCK;
    rows = 0;
    sum = 0;
    windows = 0;
    current.clear();
  }

  /// Takes the next row of both.
  void add(short[] one, short[] two) {
    for (int block = 0; block < count; block++) {
      int at = block * BLOCK;
      int sumOne = 0;
      int sumTwo = 0;
      int squares = 0;
      int products = 0;
      for (int x = at; x < at + BLOCK; x++) {
        int a = one[x];
        int b = two[x];
        sumOne += a;
        sumTwo += b;
        squares += a * a + b * b;
        products += a * b;
      }
      current.one[block] += sumOne;
      current.two[block] += sumTwo;
      current.squares[block] += squares;
      current.products[block] += products;
    }
    if (++rows % BLOCK == 0) {
      endBlocks();
    }
  }

  /// The mean over all windows; 1 for a plane that is smaller than a window.
  double mean() {
    return windows == 0 ? 1 : sum / windows;
  }

  private void endBlocks() {
    if (rows > BLOCK) {
      for (int block = 0; block + 1 < count; block++) {
        sum += window(block);
        windows++;
      }
    }
    Blocks free = above;
    above = current;
    current = free;
    current.clear();
  }

  private double window(int block) {
    double one = four(above.one, current.one, block);
    double two = four(above.two, current.two, block);
    double variances = four(above.squares, current.squares, block) * WINDOW_SAMPLES;
    double covariance = four(above.products, current.products, block) * WINDOW_SAMPLES - one * two;
    double means = one * one + two * two;
    variances -= means;
    return (2 * one * two + c1) * (2 * covariance + c2) / ((means + c1) * (variances + c2));
  }

  private static double four(long[] above, long[] current, int block) {
    return above[block] + above[block + 1] + current[block] + current[block + 1];
  }
}
