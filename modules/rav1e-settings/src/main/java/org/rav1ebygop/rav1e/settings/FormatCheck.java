package org.rav1ebygop.rav1e.settings;

import java.util.Locale;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.VideoFormat;

/// What rav1e, 0.5.1 as well as 0.8.1, can encode.
public final class FormatCheck {
  private static final int MIN_DIMENSION = 16;
  private static final int MAX_DIMENSION = 65_535;

  /// Largest light levels that the fields of the metadata hold.
  private static final int MAX_LEVEL = 65_535;

  private static final double MAX_LUMINANCE = 0xFFFF_FFFFL / 256.0;
  private static final double MAX_MIN_LUMINANCE = 0xFFFF_FFFFL / 16_384.0;

  private FormatCheck() {}

  /// @throws GopException of kind INPUT when rav1e cannot encode such frames
  public static void require(VideoFormat format) {
    FrameLayout layout = format.layout();
    requireDimensions(layout);
    if (format.color().matrix() == MatrixCoefficients.IDENTITY
        && layout.sampling() != ChromaSampling.CS444) {
      throw refuse(layout, "the identity matrix (RGB) needs 4:4:4");
    }
    requireLight(format);
  }

  private static void requireDimensions(FrameLayout layout) {
    int smaller = Math.min(layout.width(), layout.height());
    int larger = Math.max(layout.width(), layout.height());
    if (smaller < MIN_DIMENSION || larger > MAX_DIMENSION) {
      throw refuse(
          layout,
          String.format(
              Locale.ROOT,
              "rav1e encodes pictures of %d to %d samples each way",
              MIN_DIMENSION,
              MAX_DIMENSION));
    }
  }

  private static void requireLight(VideoFormat format) {
    ContentLight light = format.color().contentLight();
    if (light != null
        && !(within(light.maxContentLightLevel(), MAX_LEVEL)
            && within(light.maxFrameAverageLightLevel(), MAX_LEVEL))) {
      throw refuse(format.layout(), "content light levels are 0 to " + MAX_LEVEL);
    }
    MasteringDisplay display = format.color().masteringDisplay();
    if (display != null
        && !(isPoint(display.red())
            && isPoint(display.green())
            && isPoint(display.blue())
            && isPoint(display.whitePoint())
            && within(display.maxLuminance(), MAX_LUMINANCE)
            && within(display.minLuminance(), MAX_MIN_LUMINANCE))) {
      throw refuse(
          format.layout(),
          "a mastering display has chromaticities of 0 to 1 and luminances of 0 or more, not "
              + display);
    }
  }

  private static boolean isPoint(Chromaticity point) {
    return within(point.x(), 1) && within(point.y(), 1);
  }

  private static boolean within(double value, double max) {
    return value >= 0 && value <= max;
  }

  /// What is said of pictures that cannot be encoded.
  public static GopException refuse(FrameLayout layout, String why) {
    return GopException.input("%s cannot be encoded: %s".formatted(layout, why));
  }
}
