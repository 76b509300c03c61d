package org.rav1ebygop.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;

/// Light as users of rav1e type it.
final class LightText {
  private static final String PAIR = "\\( *([0-9.]+) *, *([0-9.]+) *\\) *";
  private static final Pattern VOLUME =
      Pattern.compile(" *G" + PAIR + "B" + PAIR + "R" + PAIR + "WP" + PAIR + "L" + PAIR);
  private static final Pattern LEVELS = Pattern.compile(" *([0-9]{1,9}) *, *([0-9]{1,9}) *");

  /// The greatest luminance that AV1 can state: 24 bits and 8 of a fraction.
  private static final double MAX_LUMINANCE = (1 << 24) - 1;

  private static final int MAX_LEVEL = 0xFFFF;

  private LightText() {}

  /// A colour volume.
  ///
  /// @param text `G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min)`
  /// @throws GopException of kind USAGE when it is not of that form or makes no sense
  static MasteringDisplay masteringDisplay(String text) {
    Matcher found = VOLUME.matcher(text);
    if (!found.matches()) {
      throw GopException.usage(
          "--mastering-display is G(x,y)B(x,y)R(x,y)WP(x,y)L(max,min) with numbers, not '%s'"
              .formatted(text));
    }
    List<Double> numbers =
        IntStream.rangeClosed(1, found.groupCount())
            .mapToObj(group -> number(found.group(group)))
            .toList();
    double max = numbers.get(8);
    double min = numbers.get(9);
    if (max > MAX_LUMINANCE || min >= max) {
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "--mastering-display: L(max,min) is in cd/m2, max above min and at most %.0f, not '%s'",
              MAX_LUMINANCE,
              text));
    }
    return new MasteringDisplay(
        point(numbers, 4), point(numbers, 0), point(numbers, 2), point(numbers, 6), max, min);
  }

  /// Light levels.
  ///
  /// @param text `max,average`
  /// @throws GopException of kind USAGE when it is not of that form or out of range
  static ContentLight contentLight(String text) {
    Matcher found = LEVELS.matcher(text);
    if (found.matches()) {
      int max = Integer.parseInt(found.group(1));
      int average = Integer.parseInt(found.group(2));
      if (max <= MAX_LEVEL && average <= MAX_LEVEL) {
        return new ContentLight(max, average);
      }
    }
    throw GopException.usage(
        String.format(
            Locale.ROOT,
            "--content-light is two whole numbers, MaxCLL,MaxFALL, each at most %d, not '%s'",
            MAX_LEVEL,
            text));
  }

  private static Chromaticity point(List<Double> numbers, int at) {
    double x = numbers.get(at);
    double y = numbers.get(at + 1);
    if (x > 1 || y > 1) {
      throw GopException.usage(
          "--mastering-display: x and y are coordinates of CIE 1931, 0 to 1, not %s,%s"
              .formatted(x, y));
    }
    return new Chromaticity(x, y);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new GopException(
          GopException.Kind.USAGE, "--mastering-display: '%s' is no number".formatted(text), e);
    }
  }
}
