package org.rav1ebygop.plugin.aomenc;

import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.encoder.ArgumentList;

/// Tells aomenc what y4m does not. The range it reads there; for a mastering display and light
/// levels it has no option, so they are not in its bitstream.
final class AomencColor {
  private AomencColor() {}

  static void add(VideoFormat format, ArgumentList arguments) {
    ColorDescription color = format.color();
    arguments.add("color-primaries", name(color.primaries()));
    arguments.add("transfer-characteristics", name(color.transfer()));
    arguments.add("matrix-coefficients", name(color.matrix()));
    if (format.layout().sampling() == ChromaSampling.CS420) {
      arguments.add("chroma-sample-position", name(format.chromaPosition()));
    }
  }

  private static String name(ChromaPosition position) {
    return switch (position) {
      case UNKNOWN -> "unknown";
      case VERTICAL -> "vertical";
      case COLOCATED -> "colocated";
    };
  }

  private static String name(ColorPrimaries primaries) {
    return switch (primaries) {
      case BT709 -> "bt709";
      case UNSPECIFIED -> "unspecified";
      case BT470M -> "bt470m";
      case BT470BG -> "bt470bg";
      case BT601 -> "bt601";
      case SMPTE240 -> "smpte240";
      case GENERIC_FILM -> "film";
      case BT2020 -> "bt2020";
      case XYZ -> "xyz";
      case SMPTE431 -> "smpte431";
      case SMPTE432 -> "smpte432";
      case EBU3213 -> "ebu3213";
    };
  }

  private static String name(TransferCharacteristics transfer) {
    return switch (transfer) {
      case BT709 -> "bt709";
      case UNSPECIFIED -> "unspecified";
      case BT470M -> "bt470m";
      case BT470BG -> "bt470bg";
      case BT601 -> "bt601";
      case SMPTE240 -> "smpte240";
      case LINEAR -> "lin";
      case LOG100 -> "log100";
      case LOG100_SQRT10 -> "log100sq10";
      case IEC61966 -> "iec61966";
      case BT1361 -> "bt1361";
      case SRGB -> "srgb";
      case BT2020_10BIT -> "bt2020-10bit";
      case BT2020_12BIT -> "bt2020-12bit";
      case SMPTE2084 -> "smpte2084";
      case SMPTE428 -> "smpte428";
      case HLG -> "hlg";
    };
  }

  private static String name(MatrixCoefficients matrix) {
    return switch (matrix) {
      case IDENTITY -> "identity";
      case BT709 -> "bt709";
      case UNSPECIFIED -> "unspecified";
      case FCC -> "fcc73";
      case BT470BG -> "bt470bg";
      case BT601 -> "bt601";
      case SMPTE240 -> "smpte240";
      case YCGCO -> "ycgco";
      case BT2020NCL -> "bt2020ncl";
      case BT2020CL -> "bt2020cl";
      case SMPTE2085 -> "smpte2085";
      case CHROMATNCL -> "chromncl";
      case CHROMATCL -> "chromcl";
      case ICTCP -> "ictcp";
    };
  }
}
