package org.rav1ebygop.cli;

import java.util.Locale;

/// The text of an SVG picture in the making. Coordinates are in user units, y goes down.
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /// Adds text as it is.
  Svg raw(String markup) {
    text.append(markup).append("\n");
    return this;
  }

  /// A line of text.
  ///
  /// @param look class of the style, which also says how it is anchored
  Svg label(double x, double y, String look, String content) {
    return raw(
        "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>"
            .formatted(number(x), number(y), look, escape(content)));
  }

  /// A path, unless it is empty.
  ///
  /// @param tip shown while the pointer is over it; empty for none
  Svg path(String look, CharSequence steps, String tip) {
    if (steps.isEmpty()) {
      return this;
    }
    String end = tip.isEmpty() ? "/>" : "><title>" + escape(tip) + "</title></path>";
    return raw("<path class=\"%s\" d=\"%s\"%s".formatted(look, steps, end));
  }

  /// A straight line along an axis.
  Svg line(String look, double x1, double y1, double x2, double y2) {
    return path(look, "M%s %sL%s %s".formatted(number(x1), number(y1), number(x2), number(y2)), "");
  }

  /// At most two decimals.
  static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }

  /// Text that means itself: characters that XML 1.0 knows no way to write become U+FFFD.
  static String escape(String content) {
    var escaped = new StringBuilder();
    content
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> escaped.appendCodePoint(isWritable(c) ? c : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  private static boolean isWritable(int c) {
    return (c >= 0x20 && c < 0x7F)
        || (c >= 0xA0 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c > 0xFFFF;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
