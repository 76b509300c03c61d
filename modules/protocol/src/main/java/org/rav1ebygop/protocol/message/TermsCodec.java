package org.rav1ebygop.protocol.message;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;

/// The bytes of what a job is encoded from and with.
final class TermsCodec {
  private TermsCodec() {}

  static void write(WireWriter out, Message.Terms terms) {
    out.line(terms.backend(), Wire.MAX_NAME);
    VideoFormat format = terms.format();
    FrameLayout layout = format.layout();
    out.i32(layout.width()).i32(layout.height());
    out.oneOf(ChromaSampling.values(), layout.sampling());
    out.u8(layout.bitDepth());
    write(out, format.frameRate());
    write(out, format.sampleAspectRatio());
    out.oneOf(ChromaPosition.values(), format.chromaPosition());
    write(out, format.color());
    write(out, terms.settings());
  }

  static Message.Terms read(WireReader in) throws ProtocolException {
    try {
      String backend = in.line(Wire.MAX_NAME);
      int width = in.i32();
      int height = in.i32();
      var layout =
          new FrameLayout(width, height, in.oneOf(ChromaSampling.values(), "sampling"), in.u8());
      Rational rate = rational(in);
      Rational aspect = rational(in);
      ChromaPosition position = in.oneOf(ChromaPosition.values(), "chroma position");
      var format = new VideoFormat(layout, rate, aspect, position, color(in));
      return new Message.Terms(backend, format, settings(in));
    } catch (IllegalArgumentException | GopException e) {
      throw WireReader.malformed(String.valueOf(e.getMessage()));
    }
  }

  static void write(WireWriter out, EncoderIdentity identity) {
    out.line(identity.backend(), Wire.MAX_NAME).line(identity.version(), Wire.MAX_NAME);
    out.line(identity.fingerprint(), Wire.MAX_NAME);
  }

  static EncoderIdentity identity(WireReader in) throws ProtocolException {
    return new EncoderIdentity(
        in.line(Wire.MAX_NAME), in.line(Wire.MAX_NAME), in.line(Wire.MAX_NAME));
  }

  private static void write(WireWriter out, Rational ratio) {
    out.i32(ratio.numerator()).i32(ratio.denominator());
  }

  private static Rational rational(WireReader in) throws ProtocolException {
    return new Rational(in.i32(), in.i32());
  }

  private static void write(WireWriter out, ColorDescription color) {
    out.oneOf(PixelRange.values(), color.range()).u8(color.primaries().code());
    out.u8(color.transfer().code()).u8(color.matrix().code());
    MasteringDisplay display = color.masteringDisplay();
    out.u8(display == null ? 0 : 1);
    if (display != null) {
      write(out, display.red());
      write(out, display.green());
      write(out, display.blue());
      write(out, display.whitePoint());
      out.f64(display.maxLuminance()).f64(display.minLuminance());
    }
    ContentLight light = color.contentLight();
    out.u8(light == null ? 0 : 1);
    if (light != null) {
      out.u16(light.maxContentLightLevel()).u16(light.maxFrameAverageLightLevel());
    }
  }

  private static ColorDescription color(WireReader in) throws ProtocolException {
    PixelRange range = in.oneOf(PixelRange.values(), "range");
    ColorPrimaries primaries = code(in, ColorPrimaries.values(), ColorPrimaries::code);
    TransferCharacteristics transfer =
        code(in, TransferCharacteristics.values(), TransferCharacteristics::code);
    MatrixCoefficients matrix = code(in, MatrixCoefficients.values(), MatrixCoefficients::code);
    MasteringDisplay display = in.flag() ? display(in) : null;
    ContentLight light = in.flag() ? new ContentLight(in.u16(), in.u16()) : null;
    return new ColorDescription(range, primaries, transfer, matrix, display, light);
  }

  private static void write(WireWriter out, Chromaticity point) {
    out.f64(point.x()).f64(point.y());
  }

  private static MasteringDisplay display(WireReader in) throws ProtocolException {
    return new MasteringDisplay(
        chromaticity(in),
        chromaticity(in),
        chromaticity(in),
        chromaticity(in),
        in.f64("luminance"),
        in.f64("luminance"));
  }

  private static Chromaticity chromaticity(WireReader in) throws ProtocolException {
    return new Chromaticity(in.f64("chromaticity"), in.f64("chromaticity"));
  }

  private static <E> E code(WireReader in, E[] values, ToIntFunction<E> codeOf)
      throws ProtocolException {
    int code = in.u8();
    for (E value : values) {
      if (codeOf.applyAsInt(value) == code) {
        return value;
      }
    }
    throw WireReader.malformed("no colour has the code " + code);
  }

  private static void write(WireWriter out, EncoderSettings settings) {
    Integer bitrate = settings.maxBitrate();
    out.u8(settings.speed()).u8(settings.quantizer()).i32(bitrate == null ? 0 : bitrate);
    out.u16(settings.tiles());
    SortedMap<String, String> options = settings.options().values();
    out.u16(options.size());
    for (Map.Entry<String, String> option : options.entrySet()) {
      out.line(option.getKey(), Wire.MAX_NAME).line(option.getValue(), Wire.MAX_TEXT);
    }
  }

  private static EncoderSettings settings(WireReader in) throws ProtocolException {
    int speed = in.u8();
    int quantizer = in.u8();
    int bitrate = in.i32();
    int tiles = in.u16();
    int count = in.u16();
    if (count > Wire.MAX_LIST) {
      throw WireReader.malformed(count + " options");
    }
    var options = new TreeMap<String, String>();
    for (int i = 0; i < count; i++) {
      String name = in.line(Wire.MAX_NAME);
      @Nullable String known = options.put(name, in.line(Wire.MAX_TEXT));
      if (known != null) {
        throw WireReader.malformed("option %s twice".formatted(name));
      }
    }
    return new EncoderSettings(
        speed, quantizer, bitrate == 0 ? null : bitrate, tiles, new Options(options));
  }
}
