package org.rav1ebygop.plugin.ffmpeg.input;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.child.film.Facts;

/// Colours by the names that ffprobe gives them. Where the file and the bitstream tell different
/// things, the file counts, as it does for players.
final class Colors {
  private static final Map<String, ColorPrimaries> PRIMARIES =
      Map.ofEntries(
          Map.entry("bt709", ColorPrimaries.BT709),
          Map.entry("bt470m", ColorPrimaries.BT470M),
          Map.entry("bt470bg", ColorPrimaries.BT470BG),
          Map.entry("smpte170m", ColorPrimaries.BT601),
          Map.entry("smpte240m", ColorPrimaries.SMPTE240),
          Map.entry("film", ColorPrimaries.GENERIC_FILM),
          Map.entry("bt2020", ColorPrimaries.BT2020),
          Map.entry("smpte428", ColorPrimaries.XYZ),
          Map.entry("smpte431", ColorPrimaries.SMPTE431),
          Map.entry("smpte432", ColorPrimaries.SMPTE432),
          Map.entry("ebu3213", ColorPrimaries.EBU3213),
          Map.entry("jedec-p22", ColorPrimaries.EBU3213));

  private static final Map<String, TransferCharacteristics> TRANSFERS =
      Map.ofEntries(
          Map.entry("bt709", TransferCharacteristics.BT709),
          Map.entry("gamma22", TransferCharacteristics.BT470M),
          Map.entry("bt470m", TransferCharacteristics.BT470M),
          Map.entry("gamma28", TransferCharacteristics.BT470BG),
          Map.entry("bt470bg", TransferCharacteristics.BT470BG),
          Map.entry("smpte170m", TransferCharacteristics.BT601),
          Map.entry("smpte240m", TransferCharacteristics.SMPTE240),
          Map.entry("linear", TransferCharacteristics.LINEAR),
          Map.entry("log100", TransferCharacteristics.LOG100),
          Map.entry("log", TransferCharacteristics.LOG100),
          Map.entry("log316", TransferCharacteristics.LOG100_SQRT10),
          Map.entry("log_sqrt", TransferCharacteristics.LOG100_SQRT10),
          Map.entry("iec61966-2-4", TransferCharacteristics.IEC61966),
          Map.entry("bt1361e", TransferCharacteristics.BT1361),
          Map.entry("iec61966-2-1", TransferCharacteristics.SRGB),
          Map.entry("bt2020-10", TransferCharacteristics.BT2020_10BIT),
          Map.entry("bt2020-12", TransferCharacteristics.BT2020_12BIT),
          Map.entry("smpte2084", TransferCharacteristics.SMPTE2084),
          Map.entry("smpte428", TransferCharacteristics.SMPTE428),
          Map.entry("arib-std-b67", TransferCharacteristics.HLG));

  private static final Map<String, MatrixCoefficients> MATRICES =
      Map.ofEntries(
          Map.entry("gbr", MatrixCoefficients.IDENTITY),
          Map.entry("bt709", MatrixCoefficients.BT709),
          Map.entry("fcc", MatrixCoefficients.FCC),
          Map.entry("bt470bg", MatrixCoefficients.BT470BG),
          Map.entry("smpte170m", MatrixCoefficients.BT601),
          Map.entry("smpte240m", MatrixCoefficients.SMPTE240),
          Map.entry("ycgco", MatrixCoefficients.YCGCO),
          Map.entry("bt2020nc", MatrixCoefficients.BT2020NCL),
          Map.entry("bt2020c", MatrixCoefficients.BT2020CL),
          Map.entry("smpte2085", MatrixCoefficients.SMPTE2085),
          Map.entry("chroma-derived-nc", MatrixCoefficients.CHROMATNCL),
          Map.entry("chroma-derived-c", MatrixCoefficients.CHROMATCL),
          Map.entry("ictcp", MatrixCoefficients.ICTCP));

  private Colors() {}

  /// @param stream facts of the stream, the first to count
  /// @param frame facts of its first frame
  static ColorDescription of(Facts stream, Facts frame) {
    return new ColorDescription(
        range(first("color_range", stream, frame)),
        PRIMARIES.getOrDefault(first("color_primaries", stream, frame), ColorPrimaries.UNSPECIFIED),
        TRANSFERS.getOrDefault(
            first("color_transfer", stream, frame), TransferCharacteristics.UNSPECIFIED),
        MATRICES.getOrDefault(first("color_space", stream, frame), MatrixCoefficients.UNSPECIFIED),
        masteringDisplay(sideData("Mastering display metadata", stream, frame)),
        contentLight(sideData("Content light level metadata", stream, frame)));
  }

  /// Positions that AV1 has no code for are not known.
  static ChromaPosition chromaPosition(Facts stream, Facts frame) {
    return switch (first("chroma_location", stream, frame)) {
      case "left" -> ChromaPosition.VERTICAL;
      case "topleft" -> ChromaPosition.COLOCATED;
      default -> ChromaPosition.UNKNOWN;
    };
  }

  /// The facts of a kind of side data, or null.
  static @Nullable Facts sideData(String type, Facts stream, Facts frame) {
    for (Facts source : List.of(stream, frame)) {
      for (Facts data : source.each("side_data_list")) {
        if (data.text("side_data_type").startsWith(type)) {
          return data;
        }
      }
    }
    return null;
  }

  private static String first(String name, Facts stream, Facts frame) {
    String text = stream.text(name);
    return text.isEmpty() ? frame.text(name) : text;
  }

  private static PixelRange range(String name) {
    return switch (name) {
      case "tv" -> PixelRange.LIMITED;
      case "pc" -> PixelRange.FULL;
      default -> PixelRange.UNSPECIFIED;
    };
  }

  private static @Nullable MasteringDisplay masteringDisplay(@Nullable Facts data) {
    if (data == null) {
      return null;
    }
    var display =
        new MasteringDisplay(
            chromaticity("red", data),
            chromaticity("green", data),
            chromaticity("blue", data),
            chromaticity("white_point", data),
            data.number("max_luminance"),
            data.number("min_luminance"));
    return isPlausible(display) ? display : null;
  }

  private static Chromaticity chromaticity(String name, Facts data) {
    return new Chromaticity(data.number(name + "_x"), data.number(name + "_y"));
  }

  /// Files exist whose metadata is all zeros, or has no primaries or no luminance.
  private static boolean isPlausible(MasteringDisplay display) {
    return List.of(display.red(), display.green(), display.blue(), display.whitePoint()).stream()
            .allMatch(point -> isPart(point.x()) && isPart(point.y()))
        && display.maxLuminance() > display.minLuminance()
        && display.minLuminance() >= 0;
  }

  private static boolean isPart(double value) {
    return value > 0 && value < 1;
  }

  private static @Nullable ContentLight contentLight(@Nullable Facts data) {
    if (data == null) {
      return null;
    }
    double content = data.number("max_content");
    double average = data.number("max_average");
    boolean told = content >= 0 && average >= 0 && content + average > 0;
    return told && Math.max(content, average) <= 0xFFFF
        ? new ContentLight((int) content, (int) average)
        : null;
  }
}
