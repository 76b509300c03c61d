package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BitReaderTest {
  @Test
  void numbersHaveTheirMostSignificantBitFirst() {
    BitReader in = new BitWriter().bits(3, 5).bits(32, 0xFEDC_BA98L).bits(13, 7).reader();
    assertEquals(5, in.bits(3));
    assertEquals(0xFEDC_BA98L, in.bits32());
    assertEquals(7, in.bits(13));
    assertEquals(6, in.offset());
  }

  @Test
  void leb128HasItsLeastSignificantGroupFirst() {
    assertEquals(300, new BitWriter().bits(16, 0xAC02).reader().leb128());
    assertEquals(1, new BitWriter().bits(32, 0x8180_8000L).reader().leb128());
    assertEquals(
        0xFFFF_FFFFL, new BitWriter().bits(8, 0xFF).bits(32, 0xFFFF_FF0FL).reader().leb128());
  }

  @Test
  void leb128OfMoreThan32BitsOr8BytesIsRefused() {
    BitReader large = new BitWriter().bits(8, 0xFF).bits(32, 0xFFFF_FF1FL).reader();
    assertThrows(MalformedBitstreamException.class, large::leb128);
    BitReader lengthy = new BitWriter().bits(32, 0x8080_8080L).bits(40, 0x8080_8080_00L).reader();
    assertThrows(MalformedBitstreamException.class, lengthy::leb128);
  }

  /// The table of section 4.10.7 for n = 5: 00, 01, 10, 110, 111.
  @Test
  void nonSymmetricNumbersFollowTheTable() {
    BitReader in = new BitWriter().flags("00 01 10 110 111").reader();
    for (int value = 0; value < 5; value++) {
      assertEquals(value, in.nonSymmetric(5));
    }
    assertEquals(0, in.nonSymmetric(1));
  }

  @Test
  void uvlcCountsLeadingZeros() {
    BitReader in = new BitWriter().flags("1 010 011 00100").reader();
    for (int value = 0; value < 4; value++) {
      assertEquals(value, in.uvlc());
    }
    assertEquals(0xFFFF_FFFFL, new BitWriter().bits(32, 0).bits(1, 1).reader().uvlc());
  }

  @Test
  void nothingIsReadBeyondTheEnd() {
    BitReader in = new BitWriter().bits(8, 1).reader();
    in.skip(8);
    assertEquals(1, assertThrows(MalformedBitstreamException.class, in::flag).offset());
    assertThrows(MalformedBitstreamException.class, in::trailingBits);
    assertThrows(MalformedBitstreamException.class, in::trailingData);
    assertThrows(MalformedBitstreamException.class, () -> in.skipBytes(1));
  }

  @Test
  void trailingBitsAreAOneAndZeros() {
    new BitWriter().flags("1000 0000 0000 0000").reader().trailingBits();
    BitReader zero = new BitWriter().flags("0000 0000").reader();
    assertThrows(MalformedBitstreamException.class, zero::trailingBits);
    BitReader more = new BitWriter().flags("1000 0000 0000 0001").reader();
    assertThrows(MalformedBitstreamException.class, more::trailingBits);
  }
}
