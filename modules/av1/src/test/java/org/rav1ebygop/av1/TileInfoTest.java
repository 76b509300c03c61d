package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TileInfoTest {
  private static final FrameSize SMALL = new FrameSize(320, 320, 192);

  @Test
  void oneTileTakesOneBitForEachDirection() {
    BitReader in = new BitWriter().flags("1 0 0 11111").reader();
    assertEquals(new TileInfo(1, 0, 0), TileInfo.read(in, false, SMALL));
    assertEquals(0b11111, in.bits(5));
  }

  /// 5x3 superblocks in 2^2 columns of 2 (so there are 3) and 2^1 rows of 2.
  @Test
  void uniformTilesAreCountedNotAssumed() {
    BitReader in = new BitWriter().flags("1 110 10 101 01").reader();
    assertEquals(new TileInfo(6, 3, 2), TileInfo.read(in, false, SMALL));
  }

  /// Columns of 1, 3 and 1 of 5 superblocks; rows of at most 15 / 3 = 5: 3 in one.
  @Test
  void tilesOfDifferentSizesAreRead() {
    BitReader in = new BitWriter().flags("0 00 10 11 10 11").reader();
    assertEquals(new TileInfo(3, 2, 4), TileInfo.read(in, false, SMALL));
  }

  /// 65536x65536 has to be cut to respect the largest tile width and area: 16 columns at the least.
  @Test
  void largePicturesHaveManyTilesWithoutAskingForThem() {
    FrameSize large = new FrameSize(65_536, 65_536, 65_536);
    BitReader in = new BitWriter().flags("1 0 0").bits(9, 0).bits(2, 3).reader();
    assertEquals(new TileInfo(512, 9, 4), TileInfo.read(in, true, large));
  }

  @Test
  void aTileToTakeProbabilitiesFromHasToExist() {
    BitReader in = new BitWriter().flags("1 110 10 110 01").reader();
    assertThrows(MalformedBitstreamException.class, () -> TileInfo.read(in, false, SMALL));
  }

  @Test
  void moreThan64ColumnsAreRefused() {
    FrameSize wide = new FrameSize(8192, 8192, 64);
    BitReader in = new BitWriter().flags("0").bits(30, 0).bits(800, 0).reader();
    assertThrows(MalformedBitstreamException.class, () -> TileInfo.read(in, false, wide));
  }
}
