package org.rav1ebygop.plugin.ffmpeg.input;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rav1ebygop.api.GopException;

/// Pixel formats of ffmpeg that go into y4m sample for sample.
final class PixelFormats {
  private static final Pattern PLANAR = Pattern.compile("yuvj?4(20|22|44)p|yuv4(20|22|44)p1[02]le");
  private static final Pattern GRAY = Pattern.compile("gray(|1[02]le)");
  private static final Pattern RGB = Pattern.compile(".*(gbr|rgb|bgr|pal8|xyz).*");
  private static final Pattern MORE_THAN_8_BITS =
      Pattern.compile(".*(9|10|12|14|16|48|64|f32)(le|be)?");

  private PixelFormats() {}

  /// The format that ffmpeg is told to write, so that it converts nothing.
  static String written(String input, String format) {
    Matcher gray = GRAY.matcher(format);
    if (gray.matches()) {
      return "yuv420p" + gray.group(1);
    }
    if (!PLANAR.matcher(format).matches()) {
      throw GopException.input(
          "%s: the pixel format %s cannot be encoded as it is; convert it with --video-filter %s"
              .formatted(input, format.isEmpty() ? "is not known and" : format, filter(format)));
    }
    return format;
  }

  /// The filters that make a format of [#written] without touching a luma sample; empty for none.
  /// To ffmpeg grey has full range whatever the film says; without a change of range nothing is
  /// scaled.
  static String filters(String format) {
    return GRAY.matcher(format).matches() ? "scale=in_range=full:out_range=full" : "";
  }

  /// Whether a format has full range by its name.
  static boolean isFull(String format) {
    return format.startsWith("yuvj");
  }

  /// Whether there are no colours.
  static boolean isGray(String format) {
    return GRAY.matcher(format).matches();
  }

  private static String filter(String format) {
    String sampling = RGB.matcher(format).matches() ? "444" : "420";
    return "format=yuv%sp%s"
        .formatted(sampling, MORE_THAN_8_BITS.matcher(format).matches() ? "10le" : "");
  }
}
