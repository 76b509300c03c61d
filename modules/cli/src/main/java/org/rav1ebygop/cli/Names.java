package org.rav1ebygop.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;

/// Names and lists as users type them.
final class Names {
  private Names() {}

  /// The constant of an enum whose name differs in case, dashes and underscores at the most.
  static <E extends Enum<E>> @Nullable E constant(
      Class<E> type, String option, @Nullable String name) {
    if (name == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (plain(constant.name()).equals(plain(name))) {
        return constant;
      }
    }
    throw GopException.usage(
        "%s '%s' is not known; known: %s"
            .formatted(
                option,
                name,
                Arrays.stream(type.getEnumConstants())
                    .map(Enum::name)
                    .collect(Collectors.joining(", "))));
  }

  /// Options from `name=value`, or `name` for a switch.
  static Options options(List<String> texts) {
    var values = new TreeMap<String, String>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      values.put(name.replaceFirst("^--", ""), equals < 0 ? "true" : text.substring(equals + 1));
    }
    return Options.of(values);
  }

  private static String plain(String name) {
    return name.replaceAll("[-_]", "").toUpperCase(Locale.ROOT);
  }
}
