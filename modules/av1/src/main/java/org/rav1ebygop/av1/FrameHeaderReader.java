package org.rav1ebygop.av1;

import java.util.Locale;

/// Reads `uncompressed_header()`, section 5.9.2, up to `base_q_idx`.
final class FrameHeaderReader {
  private static final int REFERENCES = 7;

  private final BitReader in;
  private final Obu obu;
  private final SequenceHeader header;
  private final FrameSyntax syntax;
  private final CodedSequence sequence;

  private FrameType type = FrameType.KEY;
  private boolean shown = true;
  private boolean showable;
  private boolean errorResilient = true;
  private boolean sizeOverridden;
  private int frameId;
  private int orderHint;

  private FrameHeaderReader(BitReader in, Obu obu, SequenceHeader header, CodedSequence sequence) {
    this.in = in;
    this.obu = obu;
    this.header = header;
    this.syntax = header.frameSyntax();
    this.sequence = sequence;
  }

  /// Reads the header at the start of an OBU.
  ///
  /// @param in at the payload of `obu`
  static FrameHeader read(BitReader in, Obu obu, CodedSequence sequence) {
    SequenceHeader header = sequence.header();
    if (header == null) {
      throw obu.malformed("a frame without a sequence header before it");
    }
    return new FrameHeaderReader(in, obu, header, sequence).read();
  }

  private FrameHeader read() {
    if (!header.reducedStillPictureHeader()) {
      if (in.flag()) {
        return readExisting();
      }
      readType();
    }
    boolean fixedProbabilities = in.flag();
    boolean screenContent = choice(syntax.screenContentTools());
    boolean integerMotion = screenContent && choice(syntax.integerMotion());
    frameId = in.bits(syntax.frameIdBits());
    sizeOverridden = type == FrameType.SWITCH || (!header.reducedStillPictureHeader() && in.flag());
    orderHint = in.bits(syntax.orderHintBits());
    if (!type.intra() && !errorResilient) {
      in.skip(3); // primary_ref_frame
    }
    skipBufferRemovalTimes();
    int refresh = readRefresh();
    FrameSize size = type.intra() ? readIntra(screenContent) : readInter(integerMotion);
    if (!header.reducedStillPictureHeader() && !fixedProbabilities) {
      in.skip(1); // disable_frame_end_update_cdf
    }
    TileInfo tiles = TileInfo.read(in, syntax.superblocks128(), size);
    return new FrameHeader.Coded(
        type, shown, showable, refresh, orderHint, frameId, size, tiles, in.bits(8));
  }

  private FrameHeader readExisting() {
    int slot = in.bits(3);
    skipPresentationTime();
    FrameHeader.Coded frame = reference(slot);
    if (!frame.showable()) {
      throw obu.malformed(
          String.format(Locale.ROOT, "shows the frame in slot %d, which must not be shown", slot));
    }
    if (in.bits(syntax.frameIdBits()) != frame.frameId()) {
      throw obu.malformed(
          String.format(Locale.ROOT, "shows the frame in slot %d, which has another id", slot));
    }
    return new FrameHeader.Existing(slot, frame);
  }

  private void readType() {
    type = FrameType.of(in.bits(2));
    shown = in.flag();
    if (shown) {
      skipPresentationTime();
      showable = type != FrameType.KEY;
    } else {
      showable = in.flag();
    }
    errorResilient = type == FrameType.SWITCH || (type == FrameType.KEY && shown) || in.flag();
  }

  private boolean choice(int sequenceChoice) {
    return sequenceChoice == FrameSyntax.SELECT ? in.flag() : sequenceChoice == 1;
  }

  /// `temporal_point_info()`, section 5.9.31.
  private void skipPresentationTime() {
    TimingInfo timing = header.timing();
    DecoderModel model = header.decoderModel();
    if (model != null && timing != null && !timing.equalPictureInterval()) {
      in.skip(model.presentationTimeBits());
    }
  }

  private void skipBufferRemovalTimes() {
    DecoderModel model = header.decoderModel();
    if (model == null || !in.flag()) {
      return;
    }
    for (OperatingPoint point : header.operatingPoints()) {
      if (point.decoderModel() && point.includes(obu.temporalLayer(), obu.spatialLayer())) {
        in.skip(model.bufferRemovalTimeBits());
      }
    }
  }

  private int readRefresh() {
    if (type == FrameType.SWITCH || (type == FrameType.KEY && shown)) {
      return readExpectedHints(CodedSequence.ALL_SLOTS);
    }
    int refresh = in.bits(CodedSequence.SLOTS);
    if (type == FrameType.INTRA_ONLY && refresh == CodedSequence.ALL_SLOTS) {
      throw obu.malformed("an intra-only frame that replaces all references");
    }
    return readExpectedHints(refresh);
  }

  private int readExpectedHints(int refresh) {
    boolean present = !type.intra() || refresh != CodedSequence.ALL_SLOTS;
    if (present && errorResilient && syntax.orderHintBits() > 0) {
      for (int slot = 0; slot < CodedSequence.SLOTS; slot++) {
        sequence.expectOrderHint(slot, in.bits(syntax.orderHintBits()));
      }
    }
    return refresh;
  }

  private FrameSize readIntra(boolean screenContent) {
    FrameSize size = FrameSize.read(in, header, sizeOverridden);
    FrameSize.skipRenderSize(in);
    if (screenContent && size.upscaledWidth() == size.codedWidth()) {
      in.skip(1); // allow_intrabc
    }
    return size;
  }

  private FrameSize readInter(boolean integerMotion) {
    int[] references = readReferences();
    FrameSize size = readInterSize(references);
    if (!integerMotion) {
      in.skip(1); // allow_high_precision_mv
    }
    if (!in.flag()) {
      in.skip(2); // interpolation_filter
    }
    in.skip(1); // is_motion_mode_switchable
    if (!errorResilient && syntax.referenceMotion()) {
      in.skip(1); // use_ref_frame_mvs
    }
    return size;
  }

  private int[] readReferences() {
    boolean shortSignalling = syntax.orderHintBits() > 0 && in.flag();
    int[] slots =
        shortSignalling
            ? ShortReferences.of(sequence, syntax, orderHint, in.bits(3), in.bits(3))
            : new int[REFERENCES];
    for (int i = 0; i < REFERENCES; i++) {
      if (!shortSignalling) {
        slots[i] = in.bits(3);
      }
      FrameHeader.Coded frame = reference(slots[i]);
      if (syntax.frameIds()) {
        int expected = frameId - 1 - in.bits(syntax.deltaFrameIdBits());
        if ((expected & ((1 << syntax.frameIdBits()) - 1)) != frame.frameId()) {
          throw obu.malformed(
              String.format(Locale.ROOT, "refers to slot %d, which has another id", slots[i]));
        }
      }
    }
    return slots;
  }

  private FrameSize readInterSize(int[] references) {
    if (sizeOverridden && !errorResilient) {
      for (int slot : references) {
        if (in.flag()) {
          FrameSize size = reference(slot).size();
          return FrameSize.superres(in, header, size.upscaledWidth(), size.height());
        }
      }
    }
    FrameSize size = FrameSize.read(in, header, sizeOverridden);
    FrameSize.skipRenderSize(in);
    return size;
  }

  private FrameHeader.Coded reference(int slot) {
    FrameHeader.Coded frame = sequence.frame(slot);
    if (frame == null) {
      throw obu.malformed(
          String.format(Locale.ROOT, "refers to slot %d, which holds no frame", slot));
    }
    return frame;
  }
}
