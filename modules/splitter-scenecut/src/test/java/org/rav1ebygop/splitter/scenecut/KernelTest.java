package org.rav1ebygop.splitter.scenecut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is computed on eight samples at a time, against the same one by one.
class KernelTest {
  private static final int WIDTH = 72;
  private static final int HEIGHT = 48;

  private final SplittableRandom random = new SplittableRandom(20);

  @Test
  void likenessIsTheAbsoluteDifferenceUpsideDown() {
    byte[] a = new byte[8];
    byte[] b = new byte[8];
    for (int round = 0; round < 20_000; round++) {
      int difference = 0;
      for (int i = 0; i < 8; i++) {
        a[i] = (byte) extremeOrAny();
        b[i] = (byte) extremeOrAny();
        difference += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
      }
      long lanes = Lanes.likeness(Lanes.load(a, 0), Lanes.load(b, 0));
      assertEquals(8 * 256 - difference, Lanes.sum(lanes));
    }
  }

  @Test
  void theDifferenceOfPicturesIsTheMeanOverTheirCells() {
    Picture one = picture(WIDTH, HEIGHT, 2);
    Picture other = picture(WIDTH, HEIGHT, 2);
    long sum = 0;
    for (int i = 0; i < one.cells().length; i++) {
      sum += Math.abs((one.cells()[i] & 0xFF) - (other.cells()[i] & 0xFF));
    }
    assertEquals(sum / (double) one.cells().length, Picture.difference(one, other), 1e-9);
    assertEquals(0, Picture.difference(one, one));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void theDifferenceOfBlocksIsThatOfTheirMeans(int factor) {
    Picture one = picture(WIDTH, HEIGHT, factor);
    Picture other = picture(WIDTH, HEIGHT, factor);
    int size = Math.max(1, 8 / factor);
    long sum = 0;
    for (int y = 0; y < HEIGHT; y += size) {
      for (int x = 0; x < WIDTH; x += size) {
        sum += Math.abs(blockSum(one, x, y, size) - blockSum(other, x, y, size));
      }
    }
    assertEquals(sum / (double) one.cells().length, Picture.blockDifference(one, other), 1e-9);
  }

  @Test
  void theCostOfBlocksIsTheSumOfTheirHadamardTransforms() {
    int blocks = 5;
    Picture one = picture(8 * blocks, 8, 1);
    Picture other = picture(8 * blocks, 8, 1);
    var row = new BlockRow(blocks);
    long expected = 0;
    for (int block = 0; block < blocks; block++) {
      if (block == 3) {
        row.set(block, one, 8 * block, 77);
      } else {
        row.set(block, one, 8 * block, other, 8 * block);
      }
      expected += satd(one, block == 3 ? null : other, 8 * block);
    }
    assertEquals(expected, row.cost());
  }

  @Test
  void theCostOfTheLargestDifferencesDoesNotOverflow() {
    Picture white = new Picture(reduction(8, 8, 1));
    Arrays.fill(white.cells(), (byte) 0xFF);
    Picture chequered = new Picture(reduction(8, 8, 1));
    for (int i = 0; i < 64; i++) {
      chequered.cells()[i] = (byte) ((i + i / 8) % 2 == 0 ? 255 : 0);
    }
    Picture black = new Picture(reduction(8, 8, 1));
    var row = new BlockRow(1);
    row.set(0, white, 0, black, 0);
    assertEquals(64 * 255, row.cost());
    row.set(0, black, 0, white, 0);
    assertEquals(64 * 255, row.cost());
    row.set(0, chequered, 0, black, 0);
    assertEquals(satd(chequered, black, 0), row.cost());
  }

  @Test
  void aPictureThatMovedCostsLittleAndAnotherOneMuch() {
    var film = Film.of(3, (n, x, y) -> Film.scene(n < 2 ? 1 : 2, x + 6 * n, y - 3 * n));
    var history = new SceneHistory(film.layout(), Speed.STANDARD, 0);
    for (int i = 0; i < 3; i++) {
      history.add(film.frame(i).data());
    }
    assertEquals(0, history.interCost(0));
    assertTrue(history.interCost(1) < 0.3 * history.intraCost(1));
    assertTrue(history.interCost(2) > 0.7 * history.intraCost(2));
  }

  private Picture picture(int width, int height, int factor) {
    var picture = new Picture(reduction(width, height, factor));
    for (int i = 0; i < picture.cells().length; i++) {
      picture.cells()[i] = (byte) extremeOrAny();
    }
    picture.pad(width, height);
    return picture;
  }

  private static Reduction reduction(int width, int height, int factor) {
    return new Reduction(factor, 1, width, width, height);
  }

  private int extremeOrAny() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 255;
      default -> random.nextInt(256);
    };
  }

  private static int blockSum(Picture picture, int left, int top, int size) {
    int sum = 0;
    for (int y = top; y < top + size; y++) {
      for (int x = left; x < left + size; x++) {
        sum += picture.cells()[y * picture.width() + x] & 0xFF;
      }
    }
    return sum;
  }

  /// The transform by its definition: the sign of a term is that of the bits both indices share.
  private static long satd(Picture one, @Nullable Picture other, int at) {
    long sum = 0;
    for (int v = 0; v < 8; v++) {
      for (int u = 0; u < 8; u++) {
        int coefficient = 0;
        for (int i = 0; i < 64; i++) {
          int cell = at + i / 8 * one.width() + i % 8;
          int predicted = other == null ? 77 : other.cells()[cell] & 0xFF;
          int sign = Integer.bitCount((v & i / 8) << 3 | (u & i % 8)) % 2 == 0 ? 1 : -1;
          coefficient += sign * ((one.cells()[cell] & 0xFF) - predicted);
        }
        sum += Math.abs(coefficient);
      }
    }
    return sum;
  }
}
