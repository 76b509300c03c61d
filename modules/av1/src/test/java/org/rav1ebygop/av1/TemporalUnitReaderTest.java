package org.rav1ebygop.av1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Units made by hand: a sequence of 320x192 whose frames have 2x1 tiles.
class TemporalUnitReaderTest {
  private static final byte[] NOTHING = {};
  private static final byte[] TILE = {0x55, (byte) 0x80};
  private static final byte[] SEQUENCE = sequence("0");
  private static final byte[] KEY_FRAME = keyFrame("1", 99);

  private final TemporalUnitReader reader = new TemporalUnitReader();

  @Test
  void aKeyFrameInOneObuIsRead() {
    TemporalUnit unit = read(start().obu(ObuType.FRAME, KEY_FRAME));
    assertEquals(1, unit.frames());
    assertEquals(1, unit.shownFrames());
    assertEquals(FrameType.KEY, unit.shownType());
    assertEquals(99, unit.baseQIndex());
    assertTrue(unit.keyFrame());
    assertEquals(-1, MemorySegment.ofArray(SEQUENCE).mismatch(header(unit)));
  }

  @Test
  void aFrameInPiecesIsRead() {
    TemporalUnit unit =
        read(
            start()
                .obu(ObuType.FRAME_HEADER, KEY_FRAME)
                .obu(ObuType.TILE_GROUP, group("1 0 0"))
                .obu(ObuType.REDUNDANT_FRAME_HEADER, KEY_FRAME)
                .obu(ObuType.PADDING, TILE)
                .obu(ObuType.TILE_GROUP, group("1 1 1")));
    assertEquals(1, unit.frames());
    assertTrue(unit.keyFrame());
  }

  @Test
  void missingAndRepeatedTilesAreRefused() {
    BitWriter open = start().obu(ObuType.FRAME_HEADER, KEY_FRAME);
    String all = "the unit ends before tile 1 of 2";
    refuses(open, all);
    refuses(framed("1 0 0"), "the unit ends before tile 2 of 2");
    refuses(framed("1 1 1"), "tiles 2 to 2 instead of tile 1 of 2");
    refuses(framed("1 1 0"), "tiles 2 to 1 instead of tile 1 of 2");
    refuses(
        framed("1 0 0").obu(ObuType.TILE_GROUP, group("1 0 0")),
        "tiles 1 to 1 instead of tile 2 of 2");
    refuses(framed("1 0 0").obu(ObuType.FRAME, KEY_FRAME), "lacks tile 2 of 2");
    refuses(framed("1 0 0").obu(ObuType.SEQUENCE_HEADER, SEQUENCE), "lacks tile 2 of 2");
    refuses(start().obu(ObuType.TILE_GROUP, group("1 0 0")), "without its header before it");
    refuses(start().obu(ObuType.REDUNDANT_FRAME_HEADER, KEY_FRAME), "without its header");
  }

  @Test
  void aTileThatIsLongerThanItsGroupIsRefused() {
    byte[] group = new BitWriter().flags("0").align().bits(8, 1).bytes(TILE).bytes(TILE).toBytes();
    read(start().obu(ObuType.FRAME_HEADER, KEY_FRAME).obu(ObuType.TILE_GROUP, group));
    group[1] = 4;
    refuses(
        start().obu(ObuType.FRAME_HEADER, KEY_FRAME).obu(ObuType.TILE_GROUP, group),
        "5 bytes where 4 are left");
  }

  @Test
  void aRedundantHeaderRepeatsTheHeader() {
    refuses(
        start()
            .obu(ObuType.FRAME_HEADER, KEY_FRAME)
            .obu(ObuType.REDUNDANT_FRAME_HEADER, keyFrame("1", 98)),
        "differs from the frame header");
  }

  @Test
  void aUnitStartsWithItsOnlyTemporalDelimiter() {
    refuses(new BitWriter(), "byte 0");
    refuses(new BitWriter().obu(ObuType.SEQUENCE_HEADER, SEQUENCE), "does not start with");
    refuses(start().obu(ObuType.TEMPORAL_DELIMITER, NOTHING), "second temporal delimiter");
    refuses(new BitWriter().obu(ObuType.TEMPORAL_DELIMITER, TILE), "not empty");
  }

  @Test
  void obusFillTheUnitExactly() {
    refuses(start().bits(16, 0x1205), "byte 14: an OBU of 5 bytes where 0 are left");
    refuses(start().bits(8, 0x92), "forbidden bit");
    refuses(start().bits(8, 0x32), "ends inside a header");
    TemporalUnit unit = read(start().bits(8, 0x30).bytes(KEY_FRAME));
    assertEquals(1, unit.frames());
  }

  @Test
  void hiddenFramesAreCountedAndMayBeShownOnce() {
    read(start().obu(ObuType.FRAME, KEY_FRAME));
    TemporalUnit hidden = read(delimiter().obu(ObuType.FRAME, keyFrame("0 1 1", 77)));
    assertEquals(1, hidden.frames());
    assertEquals(0, hidden.shownFrames());
    assertNull(hidden.shownType());
    assertEquals(-1, hidden.baseQIndex());
    assertFalse(hidden.keyFrame());
    byte[] show = new BitWriter().flags("1 001").trailing().toBytes();
    TemporalUnit shown = read(delimiter().obu(ObuType.FRAME_HEADER, show));
    assertEquals(0, shown.frames());
    assertEquals(1, shown.shownFrames());
    assertEquals(FrameType.KEY, shown.shownType());
    assertEquals(77, shown.baseQIndex());
    assertFalse(shown.keyFrame());
    refuses(delimiter().obu(ObuType.FRAME_HEADER, show), "slot 1, which must not be shown");
  }

  @Test
  void showingAFrameTakesNoTilesAndNoMoreBits() {
    byte[] show = new BitWriter().flags("1 001").trailing().toBytes();
    read(start().obu(ObuType.FRAME, KEY_FRAME));
    read(delimiter().obu(ObuType.FRAME, keyFrame("0 1 1", 77)));
    refuses(delimiter().obu(ObuType.FRAME, show), "has tiles but shows an earlier one");
    byte[] more = new BitWriter().flags("1 001 1001").toBytes();
    refuses(delimiter().obu(ObuType.FRAME_HEADER, more), "data after the trailing bit");
  }

  @Test
  void framesDoNotReferToWhatIsNotThere() {
    refuses(delimiter().obu(ObuType.FRAME, KEY_FRAME), "without a sequence header before it");
    byte[] show = new BitWriter().flags("1 001").trailing().toBytes();
    refuses(start().obu(ObuType.FRAME_HEADER, show), "slot 1, which holds no frame");
  }

  @Test
  void anotherSequenceHeaderEndsTheSequence() {
    byte[] show = new BitWriter().flags("1 001").trailing().toBytes();
    byte[] other = sequence("1");
    read(start().obu(ObuType.FRAME, KEY_FRAME).obu(ObuType.SEQUENCE_HEADER, SEQUENCE));
    read(delimiter().obu(ObuType.FRAME, keyFrame("0 1 1", 77)));
    refuses(
        delimiter().obu(ObuType.FRAME, KEY_FRAME).obu(ObuType.SEQUENCE_HEADER, other),
        "changes after a frame");
    refuses(
        delimiter().obu(ObuType.SEQUENCE_HEADER, other).obu(ObuType.FRAME_HEADER, show),
        "slot 1, which holds no frame");
  }

  @Test
  void metadataOfKnownLengthHasThatLength() {
    byte[] light = new BitWriter().bits(8, 1).bits(32, 5).trailing().toBytes();
    read(start().obu(ObuType.METADATA, light));
    byte[] longer = new BitWriter().bits(8, 1).bits(40, 5).trailing().toBytes();
    refuses(start().obu(ObuType.METADATA, longer), "trailing bit");
    refuses(start().obu(ObuType.METADATA, new byte[] {2, 1}), "ends inside a header");
    refuses(start().obu(ObuType.METADATA, new byte[] {4, 0}), "nothing but zeros");
  }

  @Test
  void whatDecodersIgnoreIsIgnored() {
    TemporalUnit unit =
        read(
            start()
                .obu(ObuType.RESERVED_9, TILE)
                .obu(ObuType.PADDING, NOTHING)
                .obu(ObuType.FRAME, KEY_FRAME));
    assertEquals(1, unit.frames());
    refuses(start().obu(ObuType.TILE_LIST, TILE), "a tile list: this is not a film");
  }

  @Test
  void aFrameWithoutTileDataIsRefused() {
    byte[] zeros = Arrays.copyOf(Arrays.copyOf(KEY_FRAME, 3), KEY_FRAME.length);
    zeros[2] &= (byte) 0xFE; // the bit after base_q_idx
    refuses(start().obu(ObuType.FRAME, zeros), "nothing but zeros");
  }

  private TemporalUnit read(BitWriter unit) {
    return reader.read(MemorySegment.ofArray(unit.toBytes()));
  }

  private void refuses(BitWriter unit, String complaint) {
    var failure = assertThrows(MalformedBitstreamException.class, () -> read(unit));
    assertTrue(failure.getMessage().contains(complaint), failure.getMessage());
  }

  private static MemorySegment header(TemporalUnit unit) {
    MemorySegment header = unit.sequenceHeader();
    assertTrue(header != null);
    return header;
  }

  private static BitWriter delimiter() {
    return new BitWriter().obu(ObuType.TEMPORAL_DELIMITER, NOTHING);
  }

  private static BitWriter start() {
    return delimiter().obu(ObuType.SEQUENCE_HEADER, SEQUENCE);
  }

  private static BitWriter framed(String group) {
    return start().obu(ObuType.FRAME_HEADER, KEY_FRAME).obu(ObuType.TILE_GROUP, group(group));
  }

  private static byte[] group(String header) {
    return new BitWriter().flags(header).align().bytes(TILE).toBytes();
  }

  /// Profile 0, one operating point, 320x192, no coding tools, 8 bit 4:2:0.
  private static byte[] sequence(String filmGrain) {
    return new BitWriter()
        .flags("000 0 0") // profile, still, reduced
        .flags("0 0 00000") // timing, display delay, operating points
        .bits(12, 0) // layers
        .bits(5, 4) // level
        .bits(4, 8) // width bits
        .bits(4, 7) // height bits
        .bits(9, 319)
        .bits(8, 191)
        .flags("0 0 00") // frame ids, superblocks, intra tools
        .flags("0000 0 00") // inter tools, order hints, screen content off
        .flags("0 00") // superres, cdef, restoration
        .flags("0 0 0 0 00 0") // depth, monochrome, description, range, position, separate
        .flags(filmGrain)
        .trailing()
        .toBytes();
  }

  /// @param visibility `show_frame`, or if that is 0 also `showable_frame` and
  ///   `error_resilient_mode`
  private static byte[] keyFrame(String visibility, int baseQIndex) {
    var frame = new BitWriter().flags("0 00").flags(visibility);
    frame.flags("0 0"); // cdf update, size
    if (visibility.startsWith("0")) {
      frame.bits(8, 0b10); // refreshes slot 1
    }
    return frame
        .flags("0 0") // render size, cdf update
        .flags("1 10 0") // two columns of tiles, one row
        .bits(1, 0) // probabilities
        .bits(2, 0) // one byte of tile size
        .bits(8, baseQIndex)
        .trailing()
        .bytes(TILE)
        .toBytes();
  }
}
