package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// A frame whose header has come in an OBU of its own, and whose tiles come after it, section 5.11.
final class OpenFrame {
  private final FrameHeader.Coded header;
  private final Obu obu;
  private int nextTile;

  OpenFrame(FrameHeader.Coded header, Obu obu) {
    this.header = header;
    this.obu = obu;
  }

  FrameHeader.Coded header() {
    return header;
  }

  /// What is to come, for messages.
  String missing() {
    return String.format(Locale.ROOT, "tile %d of %d", nextTile + 1, header.tiles().count());
  }

  /// Checks that a redundant frame header repeats the header; zeros at the end do not count.
  void requireCopy(MemorySegment unit, Obu copy) {
    long length = lengthWithoutZeros(unit, obu);
    if (length != lengthWithoutZeros(unit, copy)
        || MemorySegment.mismatch(
                unit,
                obu.payload(),
                obu.payload() + length,
                unit,
                copy.payload(),
                copy.payload() + length)
            >= 0) {
      throw copy.malformed("a redundant frame header that differs from the frame header");
    }
  }

  /// Takes the next tiles.
  ///
  /// @return whether the frame is complete
  boolean takeTileGroup(BitReader in, Obu group) {
    TileInfo tiles = header.tiles();
    int last = tiles.count() - 1;
    int first = 0;
    if (tiles.count() > 1 && in.flag()) {
      first = in.bits(tiles.indexBits());
      last = in.bits(tiles.indexBits());
    }
    if (first != nextTile || last < first || last >= tiles.count()) {
      throw group.malformed(
          String.format(
              Locale.ROOT, "tiles %d to %d instead of %s", first + 1, last + 1, missing()));
    }
    in.align();
    for (int tile = first; tile < last; tile++) {
      in.skipBytes(1 + in.littleEndian(tiles.sizeBytes()));
    }
    in.trailingData();
    nextTile = last + 1;
    return nextTile == tiles.count();
  }

  private static long lengthWithoutZeros(MemorySegment unit, Obu obu) {
    long end = obu.end();
    while (end > obu.payload() && unit.get(ValueLayout.JAVA_BYTE, end - 1) == 0) {
      end--;
    }
    return end - obu.payload();
  }
}
