package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Reads one temporal unit.
final class UnitParser {
  private static final int METADATA_CONTENT_LIGHT = 1;
  private static final int METADATA_MASTERING_DISPLAY = 2;
  private static final int CONTENT_LIGHT_BITS = 2 * 16;
  private static final int MASTERING_DISPLAY_BITS = 8 * 16 + 2 * 32;

  private final CodedSequence sequence;
  private final MemorySegment data;
  private int frames;
  private int shownFrames;
  private FrameHeader.@Nullable Coded shown;
  private boolean keyFrame;
  private @Nullable MemorySegment sequenceHeader;
  private @Nullable OpenFrame open;

  UnitParser(CodedSequence sequence, MemorySegment data) {
    this.sequence = sequence;
    this.data = data;
  }

  TemporalUnit parse() {
    long at = 0;
    do {
      Obu obu = Obu.read(data, at);
      if (at == 0 && obu.type() != ObuType.TEMPORAL_DELIMITER) {
        throw obu.malformed("the unit does not start with a temporal delimiter");
      }
      if (!dropped(obu)) {
        take(obu);
      }
      at = obu.end();
    } while (at < data.byteSize());
    if (open != null) {
      throw new MalformedBitstreamException(at, "the unit ends before " + open.missing());
    }
    return new TemporalUnit(
        frames,
        shownFrames,
        shown == null ? null : shown.type(),
        shown == null ? -1 : shown.baseQIndex(),
        keyFrame,
        sequenceHeader);
  }

  /// Whether the first operating point leaves an OBU out, section 5.3.1.
  private boolean dropped(Obu obu) {
    SequenceHeader header = sequence.header();
    return obu.extended()
        && header != null
        && obu.type() != ObuType.SEQUENCE_HEADER
        && obu.type() != ObuType.TEMPORAL_DELIMITER
        && !header.operatingPoints().getFirst().includes(obu.temporalLayer(), obu.spatialLayer());
  }

  private void take(Obu obu) {
    switch (obu.type()) {
      case TEMPORAL_DELIMITER -> takeDelimiter(obu);
      case SEQUENCE_HEADER -> takeSequenceHeader(obu);
      case FRAME_HEADER, FRAME -> takeFrame(obu);
      case REDUNDANT_FRAME_HEADER -> requireOpen(obu).requireCopy(data, obu);
      case TILE_GROUP -> takeTileGroup(obu);
      case METADATA -> takeMetadata(obu);
      case TILE_LIST -> throw obu.malformed("a tile list: this is not a film");
      case RESERVED_0,
          RESERVED_9,
          RESERVED_10,
          RESERVED_11,
          RESERVED_12,
          RESERVED_13,
          RESERVED_14,
          PADDING -> {
        // ignored by decoders, whatever it holds (section 5.4)
      }
    }
  }

  private void takeDelimiter(Obu obu) {
    if (obu.start() > 0) {
      throw obu.malformed("a second temporal delimiter in the unit");
    }
    if (obu.size() > 0) {
      throw obu.malformed("a temporal delimiter that is not empty");
    }
  }

  private void takeSequenceHeader(Obu obu) {
    requireNotOpen(obu);
    SequenceHeader header = SequenceHeader.read(obu.reader(data));
    if (frames + shownFrames > 0 && !header.equals(sequence.header())) {
      throw obu.malformed("the sequence header changes after a frame of the unit");
    }
    sequence.begin(header);
    if (sequenceHeader == null) {
      sequenceHeader = data.asSlice(obu.payload(), obu.size());
    }
  }

  private void takeFrame(Obu obu) {
    requireNotOpen(obu);
    BitReader in = obu.reader(data);
    switch (FrameHeaderReader.read(in, obu, sequence)) {
      case FrameHeader.Existing existing -> {
        if (obu.type() == ObuType.FRAME) {
          throw obu.malformed("a frame that has tiles but shows an earlier one");
        }
        in.trailingBits();
        show(existing.frame());
        if (existing.frame().type() == FrameType.KEY) {
          sequence.update(existing.frame().notShowable(), CodedSequence.ALL_SLOTS);
        }
      }
      case FrameHeader.Coded frame -> {
        in.trailingData();
        if (obu.type() == ObuType.FRAME) {
          finish(frame);
        } else {
          open = new OpenFrame(frame, obu);
        }
      }
    }
  }

  private void takeTileGroup(Obu obu) {
    OpenFrame frame = requireOpen(obu);
    if (frame.takeTileGroup(obu.reader(data), obu)) {
      open = null;
      finish(frame.header());
    }
  }

  private void takeMetadata(Obu obu) {
    BitReader in = obu.reader(data);
    switch ((int) in.leb128()) {
      case METADATA_CONTENT_LIGHT -> {
        in.skip(CONTENT_LIGHT_BITS);
        in.trailingBits();
      }
      case METADATA_MASTERING_DISPLAY -> {
        in.skip(MASTERING_DISPLAY_BITS);
        in.trailingBits();
      }
      default -> in.trailingData();
    }
  }

  private void finish(FrameHeader.Coded frame) {
    frames++;
    sequence.update(frame, frame.refresh());
    if (frame.shown()) {
      show(frame);
      keyFrame |= frame.type() == FrameType.KEY && sequenceHeader != null;
    }
  }

  private void show(FrameHeader.Coded frame) {
    shownFrames++;
    shown = frame;
  }

  private OpenFrame requireOpen(Obu obu) {
    OpenFrame frame = open;
    if (frame == null) {
      throw obu.malformed("a part of a frame without its header before it");
    }
    return frame;
  }

  private void requireNotOpen(Obu obu) {
    if (open != null) {
      throw obu.malformed("the frame before it lacks " + open.missing());
    }
  }
}
