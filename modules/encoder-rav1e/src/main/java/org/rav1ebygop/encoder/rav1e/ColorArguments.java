package org.rav1ebygop.encoder.rav1e;

import java.math.BigDecimal;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.child.encoder.ArgumentList;

/// The colour description in the words of rav1e, which are the same in 0.5.1 and 0.7.1.
final class ColorArguments {
  private ColorArguments() {}

  /// Adds what is told. The range is always added: rav1e does not read the XCOLORRANGE of y4m.
  static void add(ColorDescription color, ArgumentList arguments) {
    arguments.add("range", color.range() == PixelRange.FULL ? "Full" : "Limited");
    if (color.primaries() != ColorPrimaries.UNSPECIFIED) {
      arguments.add("primaries", name(color.primaries()));
    }
    if (color.transfer() != TransferCharacteristics.UNSPECIFIED) {
      arguments.add("transfer", name(color.transfer()));
    }
    if (color.matrix() != MatrixCoefficients.UNSPECIFIED) {
      arguments.add("matrix", name(color.matrix()));
    }
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

  private static String name(ColorPrimaries primaries) {
    return primaries == ColorPrimaries.GENERIC_FILM ? "GenericFilm" : primaries.name();
  }

  private static String name(TransferCharacteristics transfer) {
    return switch (transfer) {
      case LINEAR -> "Linear";
      case LOG100 -> "Log100";
      case LOG100_SQRT10 -> "Log100Sqrt10";
      case BT2020_10BIT -> "BT2020_10Bit";
      case BT2020_12BIT -> "BT2020_12Bit";
      default -> transfer.name();
    };
  }

  private static String name(MatrixCoefficients matrix) {
    return switch (matrix) {
      case IDENTITY -> "Identity";
      case YCGCO -> "YCgCo";
      case CHROMATNCL -> "ChromatNCL";
      case CHROMATCL -> "ChromatCL";
      case ICTCP -> "ICtCp";
      default -> matrix.name();
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
