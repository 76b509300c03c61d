package org.rav1ebygop.child.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Rational;

/// What ffprobe says, by names such as `streams.stream.0.codec_name`.
///
/// @param values by name, without quotes; what is not known is left out
public record Facts(Map<String, String> values) {
  private static final Pattern LINE = Pattern.compile("([^=]+)=(?:\"(.*)\"|(.*))");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final Pattern RATIO = Pattern.compile("(-?\\d{1,18})[:/](\\d{1,18})");
  private static final List<String> UNKNOWN =
      List.of("N/A", "unknown", "unspecified", "reserved", "0/0");

  /// Copies the map.
  public Facts {
    values = Map.copyOf(values);
  }

  static Facts parse(String text) {
    var values = new TreeMap<String, String>();
    for (String line : text.split("\n", -1)) {
      Matcher match = LINE.matcher(line);
      if (match.matches()) {
        String quoted = match.group(2);
        String value = quoted == null ? match.group(3) : unescape(quoted);
        if (!UNKNOWN.contains(value)) {
          values.put(match.group(1), value);
        }
      }
    }
    return new Facts(values);
  }

  /// The facts below a name, such as `streams.stream.0`.
  public Facts below(String name) {
    var below = new TreeMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(name + ".")) {
        below.put(key.substring(name.length() + 1), value);
      }
    });
    return new Facts(below);
  }

  /// The facts of each numbered thing below a name, such as `streams.stream`.
  public List<Facts> each(String name) {
    var each = new ArrayList<Facts>();
    for (Facts next = below(name + ".0"); !next.values.isEmpty(); ) {
      each.add(next);
      next = below(name + "." + each.size());
    }
    return each;
  }

  /// The text, or nothing.
  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  /// Whether it is the number 1.
  public boolean flag(String name) {
    return text(name).equals("1");
  }

  /// The ratio, or null when it is not told, or its parts are not positive 31-bit numbers.
  public @Nullable Rational ratio(String name) {
    return ratio(text(name), false);
  }

  /// The ratio of two numbers, such as `35400/50000`, or a decimal number; NaN when it is none.
  public double number(String name) {
    Matcher match = RATIO.matcher(text(name));
    try {
      return match.matches()
          ? (double) Long.parseLong(match.group(1)) / Long.parseLong(match.group(2))
          : Double.parseDouble(text(name));
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /// A ratio such as `24000/1001`, or with `whole` also a number without a denominator.
  public static @Nullable Rational ratio(String text, boolean whole) {
    Matcher match = RATIO.matcher(whole && !text.matches(".*[:/].*") ? text + "/1" : text);
    if (!match.matches()) {
      return null;
    }
    long numerator = Long.parseLong(match.group(1));
    long denominator = Long.parseLong(match.group(2));
    boolean fits =
        Math.min(numerator, denominator) > 0
            && Math.max(numerator, denominator) <= Integer.MAX_VALUE;
    return fits ? new Rational((int) numerator, (int) denominator) : null;
  }

  private static String unescape(String quoted) {
    return ESCAPE
        .matcher(quoted)
        .replaceAll(escape ->
            switch (escape.group(1)) {
              case "n" -> "\n";
              case "r" -> "\r";
              default -> Matcher.quoteReplacement(escape.group(1));
            });
  }
}
