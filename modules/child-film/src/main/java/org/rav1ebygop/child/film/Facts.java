package org.rav1ebygop.child.film;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Rational;

/// What ffprobe says, by names such as `streams.0.codec_name`.
///
/// @param values by name; what is not known is left out
public record Facts(Map<String, String> values) {
  private static final Pattern RATIO = Pattern.compile("(-?\\d{1,18})[:/](\\d{1,18})");
  private static final List<String> UNKNOWN =
      List.of("N/A", "unknown", "unspecified", "reserved", "0/0");

  /// Copies the map.
  public Facts {
    values = Map.copyOf(values);
  }

  /// The facts of an answer in JSON.
  ///
  /// @throws com.google.gson.JsonParseException when it is none
  static Facts parse(String text) {
    var values = new TreeMap<String, String>();
    add("", JsonParser.parseString(text), values);
    return new Facts(values);
  }

  private static void add(String name, JsonElement element, Map<String, String> values) {
    switch (element) {
      case JsonObject object ->
          object.asMap().forEach((key, value) -> add(joined(name, key), value, values));
      case JsonArray array -> {
        for (int i = 0; i < array.size(); i++) {
          add(joined(name, Integer.toString(i)), array.get(i), values);
        }
      }
      case JsonPrimitive value -> {
        if (!UNKNOWN.contains(value.getAsString())) {
          values.put(name, value.getAsString());
        }
      }
      default -> {
        // null tells nothing
      }
    }
  }

  private static String joined(String name, String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  /// The facts below a name, such as `streams.0`.
  public Facts below(String name) {
    var below = new TreeMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(name + ".")) {
        below.put(key.substring(name.length() + 1), value);
      }
    });
    return new Facts(below);
  }

  /// The facts of each numbered thing below a name, such as `streams`.
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
}
