package org.rav1ebygop.plugin.svt.av1;

import java.math.BigDecimal;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.encoder.ArgumentList;

/// Tells SVT-AV1 what y4m does not, or what it does not read there. Colours are given as code
/// points of H.273.
final class SvtAv1Color {
  private SvtAv1Color() {}

  static void add(VideoFormat format, ArgumentList arguments) {
    ColorDescription color = format.color();
    arguments.add("color-range", color.range() == PixelRange.FULL ? 1 : 0);
    arguments.add("color-primaries", color.primaries().code());
    arguments.add("transfer-characteristics", color.transfer().code());
    arguments.add("matrix-coefficients", color.matrix().code());
    arguments.add("chroma-sample-position", position(format.chromaPosition()));
    MasteringDisplay display = color.masteringDisplay();
    if (display != null) {
      arguments.add("mastering-display", volume(display));
    }
    ContentLight light = color.contentLight();
    if (light != null) {
      arguments.add(
          "content-light", light.maxContentLightLevel() + "," + light.maxFrameAverageLightLevel());
    }
  }

  private static String position(ChromaPosition position) {
    return switch (position) {
      case UNKNOWN -> "unknown";
      case VERTICAL -> "vertical";
      case COLOCATED -> "colocated";
    };
  }

  private static String volume(MasteringDisplay display) {
    return "G%sB%sR%sWP%sL(%s,%s)"
        .formatted(
            point(display.green()),
            point(display.blue()),
            point(display.red()),
            point(display.whitePoint()),
            plain(display.maxLuminance()),
            plain(display.minLuminance()));
  }

  private static String point(Chromaticity point) {
    return "(" + plain(point.x()) + "," + plain(point.y()) + ")";
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).toPlainString();
  }
}
