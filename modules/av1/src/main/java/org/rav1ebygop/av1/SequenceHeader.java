package org.rav1ebygop.av1;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `sequence_header_obu()`, section 5.5.1: what is the same for all frames of a coded video
/// sequence.
///
/// @param profile 0 main, 1 high, 2 professional
/// @param stillPicture whether there is one frame only
/// @param reducedStillPictureHeader whether the headers have the short form for stills
/// @param timing null when not told
/// @param decoderModel null when not told
/// @param operatingPoints 1 to 32; a decoder takes the first if it can
/// @param maxWidth largest width of a frame, 1–65536
/// @param maxHeight largest height of a frame, 1–65536
/// @param color what samples mean
/// @param filmGrain whether frames may carry film grain to be added
/// @param frameSyntax how frame headers are read
public record SequenceHeader(
    int profile,
    boolean stillPicture,
    boolean reducedStillPictureHeader,
    @Nullable TimingInfo timing,
    @Nullable DecoderModel decoderModel,
    List<OperatingPoint> operatingPoints,
    int maxWidth,
    int maxHeight,
    ColorConfig color,
    boolean filmGrain,
    FrameSyntax frameSyntax) {
  private static final int HIGHEST_PROFILE = 2;

  /// Copies the list.
  public SequenceHeader {
    operatingPoints = List.copyOf(operatingPoints);
  }

  /// Reads the payload of a sequence header OBU, all of it.
  ///
  /// @throws MalformedBitstreamException with the offset in the payload
  public static SequenceHeader parse(MemorySegment payload) {
    return read(new BitReader(payload, 0, payload.byteSize()));
  }

  /// `seq_level_idx` of the first operating point: 4 × (major − 2) + minor, 31 for no limits.
  public int level() {
    return operatingPoints.getFirst().level();
  }

  /// 0 main, 1 high, of the first operating point.
  public int tier() {
    return operatingPoints.getFirst().tier();
  }

  static SequenceHeader read(BitReader in) {
    int profile = in.bits(3);
    if (profile > HIGHEST_PROFILE) {
      throw in.malformed(String.format(Locale.ROOT, "profile %d; 2 is the highest", profile));
    }
    boolean still = in.flag();
    boolean reduced = in.flag();
    if (reduced && !still) {
      throw in.malformed("the short header of a still picture in a film");
    }
    Start start = reduced ? Start.reduced(in) : Start.read(in);
    int widthBits = 1 + in.bits(4);
    int heightBits = 1 + in.bits(4);
    int width = 1 + in.bits(widthBits);
    int height = 1 + in.bits(heightBits);
    FrameSyntax syntax = FrameSyntax.read(in, widthBits, heightBits, reduced);
    ColorConfig color = ColorConfig.read(in, profile);
    boolean filmGrain = in.flag();
    in.trailingBits();
    return new SequenceHeader(
        profile,
        still,
        reduced,
        start.timing,
        start.model,
        start.points,
        width,
        height,
        color,
        filmGrain,
        syntax);
  }

  /// The part of the header up to the operating points.
  private record Start(
      @Nullable TimingInfo timing, @Nullable DecoderModel model, List<OperatingPoint> points) {
    static Start reduced(BitReader in) {
      return new Start(null, null, List.of(new OperatingPoint(0, in.bits(5), 0, false, 0)));
    }

    static Start read(BitReader in) {
      TimingInfo timing = in.flag() ? TimingInfo.read(in) : null;
      DecoderModel model = timing != null && in.flag() ? DecoderModel.read(in) : null;
      boolean delayPresent = in.flag();
      List<OperatingPoint> points = new ArrayList<>();
      for (int left = 1 + in.bits(5); left > 0; left--) {
        points.add(OperatingPoint.read(in, model, delayPresent));
      }
      return new Start(timing, model, points);
    }
  }
}
