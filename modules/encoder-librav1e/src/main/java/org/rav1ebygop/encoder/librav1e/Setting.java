package org.rav1ebygop.encoder.librav1e;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One thing the library is told, as text: so it goes on the command line of another process and
/// into the fingerprint of the settings.
///
/// @param name a key of `rav1e_config_parse`, or one of the names below for what has a function of
///   its own
/// @param value whole numbers with commas between them where there are several
record Setting(String name, String value) {
  /// Bit depth, chroma sampling, chroma position, range.
  static final String PIXEL_FORMAT = "pixel_format";

  /// Seconds of a frame: numerator, denominator.
  static final String TIME_BASE = "time_base";

  /// Width and height of a sample.
  static final String SAMPLE_ASPECT_RATIO = "sample_aspect_ratio";

  /// Code points of H.273: matrix, primaries, transfer.
  static final String COLOR_DESCRIPTION = "color_description";

  /// Of the content, then of the frame average.
  static final String CONTENT_LIGHT = "content_light";

  /// Four points (red, green, blue, white) in 1/65536, then the greatest luminance in 1/256 and the
  /// least in 1/16384 of a candela per square metre.
  static final String MASTERING_DISPLAY = "mastering_display";

  static Setting of(String name, int... values) {
    return new Setting(
        name, String.join(",", Arrays.stream(values).mapToObj(String::valueOf).toList()));
  }

  /// Reads what [#toString] wrote.
  ///
  /// @throws IllegalArgumentException when it is not of that form
  static Setting parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("'" + text + "' is no setting: NAME=VALUE");
    }
    return new Setting(text.substring(0, equals), text.substring(equals + 1));
  }

  /// The numbers of the value.
  ///
  /// @throws IllegalArgumentException when there are not so many
  List<Integer> numbers(int count) {
    List<Integer> numbers = Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
    if (numbers.size() != count) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s has %d numbers, not %d", name, count, numbers.size()));
    }
    return numbers;
  }

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
