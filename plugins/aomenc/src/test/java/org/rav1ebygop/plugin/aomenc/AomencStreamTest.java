package org.rav1ebygop.plugin.aomenc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.av1.SequenceHeader;
import org.rav1ebygop.av1.TemporalUnit;
import org.rav1ebygop.av1.TemporalUnitReader;
import org.rav1ebygop.testkit.GopRun;
import org.rav1ebygop.testkit.SyntheticFilm;

/// What the real encoder writes, read with the parser of this project.
class AomencStreamTest {
  private static final int FRAMES = 40;

  /// A cut in the middle of the GOP must not become a key frame.
  @Test
  void everyPacketShowsOneFrameAndOnlyTheFirstIsAKeyFrame() {
    var units = new TemporalUnitReader();
    List<Packet> packets =
        encode(format(8), new EncoderSettings(10, 120, null, 1, Options.NONE), FRAMES);
    assertEquals(FRAMES, packets.size());
    for (Packet packet : packets) {
      TemporalUnit unit = units.read(packet.data());
      assertEquals(1, unit.shownFrames(), () -> "packet " + packet.index());
      assertEquals(packet.index() == 0, unit.keyFrame(), () -> "packet " + packet.index());
    }
  }

  @Test
  void formatAndColourReachTheStream() {
    ColorDescription hdr =
        new ColorDescription(
            PixelRange.FULL,
            ColorPrimaries.BT2020,
            TransferCharacteristics.SMPTE2084,
            MatrixCoefficients.BT2020NCL,
            null,
            null);
    SequenceHeader header = header(format(10).withColor(hdr), 1);
    assertEquals(10, header.color().bitDepth());
    assertEquals(192, header.maxWidth());
    assertEquals(108, header.maxHeight());
    assertEquals(9, header.color().primaries());
    assertEquals(16, header.color().transfer());
    assertEquals(9, header.color().matrix());
    assertEquals(true, header.color().fullRange());
    assertEquals(ChromaPosition.COLOCATED, header.color().chromaPosition());
  }

  @Test
  void limitedRangeAndUnknownColourStayWhatTheyAre() {
    SequenceHeader header = header(format(8), 1);
    assertEquals(false, header.color().fullRange());
    assertEquals(2, header.color().primaries());
  }

  private static SequenceHeader header(VideoFormat format, int tiles) {
    var units = new TemporalUnitReader();
    var settings = new EncoderSettings(10, 120, null, tiles, Options.NONE);
    units.read(encode(format, settings, 2).getFirst().data());
    SequenceHeader header = units.sequenceHeader();
    assertNotNull(header);
    return header;
  }

  private static List<Packet> encode(VideoFormat format, EncoderSettings settings, int count) {
    try (var backend = new AomencProvider().open(format, settings);
        var encoder = backend.encoder()) {
      return GopRun.encode(encoder, frames(format, count));
    }
  }

  private static List<Frame> frames(VideoFormat format, int count) {
    try (var film = new SyntheticFilm(format, count, count / 2)) {
      return IntStream.range(0, count).mapToObj(film::frame).toList();
    }
  }

  private static VideoFormat format(int bitDepth) {
    return new VideoFormat(
        new FrameLayout(192, 108, ChromaSampling.CS420, bitDepth),
        new Rational(25, 1),
        Rational.ONE,
        bitDepth == 8 ? ChromaPosition.UNKNOWN : ChromaPosition.COLOCATED,
        ColorDescription.UNSPECIFIED);
  }
}
