package org.rav1ebygop.encoder.librav1e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.rav1e.settings.FormatCheck;
import org.rav1ebygop.rav1e.settings.Rav1eSettings;

/// Everything the library is told before it encodes a GOP.
///
/// @param layout of the frames
/// @param settings in order
/// @param measured whether packets come joined with the quality of their frames
record Recipe(FrameLayout layout, List<Setting> settings, boolean measured) {
  private static final String MEASURE = "measure";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";

  /// Fixed-point scales of `rav1e_config_set_mastering_display`.
  private static final double POINT_SCALE = 1 << 16;

  private static final double MAX_LUMINANCE_SCALE = 1 << 8;
  private static final double MIN_LUMINANCE_SCALE = 1 << 14;

  /// @throws GopException of kind INPUT for a format, of kind USAGE for a setting that this library
  ///   cannot work with
  static Recipe of(VideoFormat format, Rav1eSettings settings, Dialect dialect, boolean measured) {
    FormatCheck.require(format);
    FrameLayout layout = format.layout();
    List<Setting> told = new ArrayList<>(dialect.express(settings));
    told.add(Setting.of("threads", settings.threads()));
    told.add(Setting.of(WIDTH, layout.width()));
    told.add(Setting.of(HEIGHT, layout.height()));
    told.add(
        Setting.of(
            Setting.PIXEL_FORMAT,
            layout.bitDepth(),
            code(layout.sampling()),
            code(format.chromaPosition()),
            format.color().range() == PixelRange.FULL ? 1 : 0));
    told.add(
        Setting.of(
            Setting.TIME_BASE, format.frameRate().denominator(), format.frameRate().numerator()));
    told.add(
        Setting.of(
            Setting.SAMPLE_ASPECT_RATIO,
            format.sampleAspectRatio().numerator(),
            format.sampleAspectRatio().denominator()));
    addColor(format.color(), told);
    return new Recipe(layout, List.copyOf(told), measured);
  }

  /// Reads settings as [Setting#toString] wrote them.
  ///
  /// @throws IllegalArgumentException when something is missing or makes no sense
  static Recipe parse(List<String> texts) {
    boolean measured = texts.contains(MEASURE);
    List<Setting> settings =
        texts.stream().filter(text -> !text.equals(MEASURE)).map(Setting::parse).toList();
    List<Integer> pixels = find(settings, Setting.PIXEL_FORMAT).numbers(4);
    var layout =
        new FrameLayout(
            find(settings, WIDTH).numbers(1).getFirst(),
            find(settings, HEIGHT).numbers(1).getFirst(),
            sampling(pixels.get(1)),
            pixels.getFirst());
    return new Recipe(layout, settings, measured);
  }

  /// What decides the bytes: all but the number of threads.
  List<String> meanings() {
    return settings.stream()
        .filter(setting -> !setting.name().equals("threads"))
        .map(Setting::toString)
        .toList();
  }

  /// All of it as text, for [#parse].
  List<String> texts() {
    List<String> texts = new ArrayList<>(settings.stream().map(Setting::toString).toList());
    if (measured) {
      texts.add(MEASURE);
    }
    return texts;
  }

  /// `RaChromaSampling`.
  private static int code(ChromaSampling sampling) {
    return switch (sampling) {
      case CS420 -> 0;
      case CS422 -> 1;
      case CS444 -> 2;
    };
  }

  private static ChromaSampling sampling(int code) {
    return Arrays.stream(ChromaSampling.values())
        .filter(sampling -> code(sampling) == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such chroma sampling: " + code));
  }

  /// `RaChromaSamplePosition`.
  private static int code(ChromaPosition position) {
    return switch (position) {
      case UNKNOWN -> 0;
      case VERTICAL -> 1;
      case COLOCATED -> 2;
    };
  }

  private static Setting find(List<Setting> settings, String name) {
    return settings.stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + name));
  }

  private static void addColor(ColorDescription color, List<Setting> told) {
    // A description of nothing would still take three bytes of the sequence header.
    if (color.primaries() != ColorPrimaries.UNSPECIFIED
        || color.transfer() != TransferCharacteristics.UNSPECIFIED
        || color.matrix() != MatrixCoefficients.UNSPECIFIED) {
      told.add(
          Setting.of(
              Setting.COLOR_DESCRIPTION,
              color.matrix().code(),
              color.primaries().code(),
              color.transfer().code()));
    }
    MasteringDisplay display = color.masteringDisplay();
    if (display != null) {
      told.add(volume(display));
    }
    ContentLight light = color.contentLight();
    if (light != null) {
      told.add(
          Setting.of(
              Setting.CONTENT_LIGHT,
              light.maxContentLightLevel(),
              light.maxFrameAverageLightLevel()));
    }
  }

  private static Setting volume(MasteringDisplay display) {
    List<Integer> numbers = new ArrayList<>();
    for (Chromaticity point :
        List.of(display.red(), display.green(), display.blue(), display.whitePoint())) {
      numbers.add(fixed(point.x(), POINT_SCALE, 0xFFFF));
      numbers.add(fixed(point.y(), POINT_SCALE, 0xFFFF));
    }
    numbers.add(fixed(display.maxLuminance(), MAX_LUMINANCE_SCALE, 0xFFFF_FFFFL));
    numbers.add(fixed(display.minLuminance(), MIN_LUMINANCE_SCALE, 0xFFFF_FFFFL));
    return Setting.of(
        Setting.MASTERING_DISPLAY, numbers.stream().mapToInt(Integer::intValue).toArray());
  }

  /// The nearest fixed-point number; above 2³¹ as its bits.
  private static int fixed(double value, double scale, long max) {
    return (int) Math.min(Math.round(value * scale), max);
  }
}
