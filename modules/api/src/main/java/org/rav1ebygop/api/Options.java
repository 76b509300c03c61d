package org.rav1ebygop.api;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Options for one provider, by name; a switch has the value `true`. Unmodifiable and ordered by
/// name, so that equal options print alike.
///
/// @param values option values by name
public record Options(SortedMap<String, String> values) {
  /// No options.
  public static final Options NONE = new Options(Collections.emptySortedMap());

  /// Copies the map.
  public Options {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// Options of the given map.
  public static Options of(Map<String, String> values) {
    return new Options(new TreeMap<>(values));
  }

  /// The same with one more option, or one replaced.
  public Options with(String name, String value) {
    var copy = new TreeMap<>(values);
    copy.put(name, value);
    return new Options(copy);
  }

  /// The value of an option, or null when it is not set.
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /// The value of an option that is a whole number.
  ///
  /// @throws GopException of kind USAGE when it is no number or out of its range
  public int getInt(String name, int absent, int min, int max) {
    String text = values.get(name);
    if (text == null) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // answered below, like a number out of range
    }
    throw GopException.usage(
        String.format(
            Locale.ROOT,
            "option %s is a whole number from %d to %d, not '%s'",
            name,
            min,
            max,
            text));
  }

  /// Whether a switch is on.
  ///
  /// @param absent what holds when it is not set
  /// @throws GopException of kind USAGE when it is neither `true` nor `false`
  public boolean isOn(String name, boolean absent) {
    String text = values.get(name);
    if (text == null) {
      return absent;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw GopException.usage(
              "option %s is a switch, true or false, not '%s'".formatted(name, text));
    };
  }

  /// Those that make sense on every machine.
  ///
  /// @param known what the provider says of its options; one it does not list is left out
  public Options anywhere(Collection<OptionSpec> known) {
    var copy = new TreeMap<String, String>();
    for (OptionSpec option : known) {
      String value = values.get(option.name());
      if (value != null && option.scope() == OptionSpec.Scope.ANYWHERE) {
        copy.put(option.name(), value);
      }
    }
    return new Options(copy);
  }

  /// Refuses options that nobody listed.
  ///
  /// @param owner who understands the known ones, for the message
  /// @throws GopException of kind USAGE that lists the known ones
  public void requireKnown(String owner, Collection<OptionSpec> known) {
    var names = known.stream().map(OptionSpec::name).toList();
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw GopException.usage(
            names.isEmpty()
                ? "%s has no option '%s', nor any other".formatted(owner, name)
                : "%s has no option '%s'; it has: %s"
                    .formatted(
                        owner,
                        name,
                        known.stream()
                            .map(OptionSpec::toString)
                            .collect(Collectors.joining(", "))));
      }
    }
  }
}
