package org.rav1ebygop.plugin.containers;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.av1.SequenceHeader;

/// What a Matroska stream (RFC 9559) with one AV1 track starts with. Everything that is known of
/// the film goes into it, because ffmpeg has no options for most of that.
final class MatroskaHead {
  private static final int DISPLAY_ASPECT_RATIO = 3;
  private static final int PROGRESSIVE = 2;

  private MatroskaHead() {}

  /// The bytes before the first cluster; a tick is a nanosecond.
  ///
  /// @param frameNanos how long each frame is shown, or 0 when that differs
  /// @param header payload of the sequence header OBU
  static byte[] of(VideoFormat format, long frameNanos, MemorySegment header) {
    Ebml ebml =
        new Ebml()
            .add(0x4286, 1)
            .add(0x42F7, 1)
            .add(0x42F2, 4)
            .add(0x42F3, 8)
            .add(0x4282, "matroska")
            .add(0x4287, 4)
            .add(0x4285, 2);
    Ebml info = new Ebml().add(0x2AD7B1, 1).add(0x4D80, "rav1e-by-gop").add(0x5741, "rav1e-by-gop");
    Ebml track =
        new Ebml()
            .add(0xD7, 1)
            .add(0x73C5, 1)
            .add(0x83, 1)
            .add(0x9C, 0)
            .add(0x22B59C, "und")
            .add(0x86, "V_AV1")
            .add(0x63A2, configuration(header));
    if (frameNanos > 0) {
      track.add(0x23E383, frameNanos);
    }
    track.add(0xE0, video(format));
    return new Ebml()
        .add(0x1A45DFA3, ebml)
        .beginUnknown(0x18538067)
        .add(0x1549A966, info)
        .add(0x1654AE6B, new Ebml().add(0xAE, track))
        .toBytes();
  }

  private static Ebml video(VideoFormat format) {
    FrameLayout layout = format.layout();
    return new Ebml()
        .add(0xB0, layout.width())
        .add(0xBA, layout.height())
        .add(0x9A, PROGRESSIVE)
        .add(0x54B0, (long) layout.width() * format.sampleAspectRatio().numerator())
        .add(0x54BA, (long) layout.height() * format.sampleAspectRatio().denominator())
        .add(0x54B2, DISPLAY_ASPECT_RATIO)
        .add(0x55B0, color(format));
  }

  private static Ebml color(VideoFormat format) {
    ColorDescription color = format.color();
    Ebml ebml =
        new Ebml()
            .add(0x55B1, color.matrix().code())
            .add(0x55BA, color.transfer().code())
            .add(0x55BB, color.primaries().code());
    if (color.range() != PixelRange.UNSPECIFIED) {
      ebml.add(0x55B9, color.range() == PixelRange.FULL ? 2 : 1);
    }
    if (format.layout().sampling() == ChromaSampling.CS420
        && format.chromaPosition() != ChromaPosition.UNKNOWN) {
      ebml.add(0x55B7, 1).add(0x55B8, format.chromaPosition() == ChromaPosition.COLOCATED ? 1 : 2);
    }
    ContentLight light = color.contentLight();
    if (light != null) {
      ebml.add(0x55BC, light.maxContentLightLevel()).add(0x55BD, light.maxFrameAverageLightLevel());
    }
    return addDisplay(ebml, color.masteringDisplay());
  }

  private static Ebml addDisplay(Ebml ebml, @Nullable MasteringDisplay display) {
    if (display == null) {
      return ebml;
    }
    return ebml.add(
        0x55D0,
        new Ebml()
            .add(0x55D1, display.red().x())
            .add(0x55D2, display.red().y())
            .add(0x55D3, display.green().x())
            .add(0x55D4, display.green().y())
            .add(0x55D5, display.blue().x())
            .add(0x55D6, display.blue().y())
            .add(0x55D7, display.whitePoint().x())
            .add(0x55D8, display.whitePoint().y())
            .add(0x55D9, display.maxLuminance())
            .add(0x55DA, display.minLuminance()));
  }

  /// The AV1 codec configuration record (AV1-ISOBMFF, section 2.3), with the sequence header.
  private static byte[] configuration(MemorySegment payload) {
    SequenceHeader header = SequenceHeader.parse(payload);
    int depth = header.color().bitDepth();
    ChromaSampling sampling = header.color().sampling();
    boolean halfWidth = sampling == null || sampling != ChromaSampling.CS444;
    boolean halfHeight = sampling == null || sampling == ChromaSampling.CS420;
    int flags =
        header.tier() << 7
            | bit(depth > 8, 6)
            | bit(depth > 10, 5)
            | bit(sampling == null, 4)
            | bit(halfWidth, 3)
            | bit(halfHeight, 2)
            | position(header.color().chromaPosition());
    byte[] start = {
      (byte) 0x81, (byte) (header.profile() << 5 | header.level()), (byte) flags, 0, 0x0A
    };
    return new Ebml()
        .raw(start)
        .raw(leb128(payload.byteSize()))
        .raw(payload.toArray(ValueLayout.JAVA_BYTE))
        .toBytes();
  }

  private static int bit(boolean set, int place) {
    return set ? 1 << place : 0;
  }

  private static int position(ChromaPosition position) {
    return switch (position) {
      case UNKNOWN -> 0;
      case VERTICAL -> 1;
      case COLOCATED -> 2;
    };
  }

  private static byte[] leb128(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    long rest = number;
    for (; rest > 0x7F; rest >>= 7) {
      bytes.put((byte) (0x80 | rest));
    }
    bytes.put((byte) rest);
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
