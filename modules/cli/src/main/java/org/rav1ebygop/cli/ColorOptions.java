package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.Option;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;

/// What code values mean as colours and light, where the user knows better than the input.
final class ColorOptions {
  @Section("Encoder settings")
  @Option(
      name = "--primaries",
      title = "name",
      description = "Colour primaries, such as BT709 (default: as in the input)")
  @Nullable String primaries;

  @Section("Encoder settings")
  @Option(
      name = "--transfer",
      title = "name",
      description = "Transfer characteristics, such as SMPTE2084")
  @Nullable String transfer;

  @Section("Encoder settings")
  @Option(name = "--matrix", title = "name", description = "Matrix coefficients, such as BT2020NCL")
  @Nullable String matrix;

  @Section("Encoder settings")
  @Option(
      name = "--range",
      title = "name",
      description = "Which code values carry picture: limited or full")
  @Nullable String range;

  @Section("Encoder settings")
  @Option(
      name = "--mastering-display",
      title = "volume",
      description =
          "Display that the film was mastered on, as G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min), CIE 1931 and cd/m2")
  @Nullable String masteringDisplay;

  @Section("Encoder settings")
  @Option(
      name = "--content-light",
      title = "max,average",
      description = "Brightest sample and brightest frame average (MaxCLL,MaxFALL), cd/m2")
  @Nullable String contentLight;

  /// The options, checked.
  ///
  /// @throws GopException of kind USAGE when one makes no sense
  Color color() {
    return new Color(
        Names.constant(PixelRange.class, "--range", range),
        Names.constant(ColorPrimaries.class, "--primaries", primaries),
        Names.constant(TransferCharacteristics.class, "--transfer", transfer),
        Names.constant(MatrixCoefficients.class, "--matrix", matrix),
        masteringDisplay == null ? null : LightText.masteringDisplay(masteringDisplay),
        contentLight == null ? null : LightText.contentLight(contentLight));
  }

  /// Null where the input tells.
  record Color(
      @Nullable PixelRange range,
      @Nullable ColorPrimaries primaries,
      @Nullable TransferCharacteristics transfer,
      @Nullable MatrixCoefficients matrix,
      @Nullable MasteringDisplay masteringDisplay,
      @Nullable ContentLight contentLight) {

    VideoFormat in(VideoFormat format) {
      ColorDescription told = format.color().with(primaries, transfer, matrix);
      return format.withColor(
          new ColorDescription(
              range == null ? told.range() : range,
              told.primaries(),
              told.transfer(),
              told.matrix(),
              masteringDisplay == null ? told.masteringDisplay() : masteringDisplay,
              contentLight == null ? told.contentLight() : contentLight));
    }
  }
}
