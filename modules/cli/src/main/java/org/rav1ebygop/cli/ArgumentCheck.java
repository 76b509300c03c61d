package org.rav1ebygop.cli;

import com.github.rvesse.airline.model.CommandMetadata;
import com.github.rvesse.airline.model.OptionMetadata;
import com.github.rvesse.airline.parser.errors.ParseException;
import com.github.rvesse.airline.parser.errors.ParseOptionConversionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Finds mistakes in arguments that the parser would take for something else, and says what is
/// wrong in the words of the user.
final class ArgumentCheck {
  private final Map<String, OptionMetadata> known = new LinkedHashMap<>();

  ArgumentCheck(CommandMetadata command) {
    for (OptionMetadata option : command.getAllOptions()) {
      option.getOptions().forEach(name -> known.put(name, option));
    }
  }

  /// How many values an option takes, -1 when there is none of that name.
  int arity(String name) {
    OptionMetadata option = known.get(name);
    return option == null ? -1 : option.getArity();
  }

  /// Refuses anything that looks like an option and is none, with the nearest one that is, and
  /// options without their value.
  ///
  /// @throws GopException of kind USAGE
  void check(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        return;
      }
      OptionMetadata option = known.get(argument);
      if (option != null && option.getArity() == 1) {
        i++;
        if (i == arguments.size() || known.containsKey(arguments.get(i))) {
          throw GopException.usage(
              "%s needs a value: %s %s".formatted(argument, argument, option.getTitle(0)));
        }
      } else if (option == null && looksLikeOption(argument) && !joined(argument)) {
        throw GopException.usage(unknown(argument));
      }
    }
  }

  /// What the parser found wrong.
  String explain(ParseException e, List<String> arguments) {
    if (e instanceof ParseOptionConversionException conversion) {
      String value = conversion.getValue();
      String flag = flagBefore(value, arguments);
      return "%s takes a whole number, not '%s'%s"
          .formatted(
              flag == null ? conversion.getOptionTitle() : flag,
              value,
              namesFile(value) ? "; " + asInput(flag) : "");
    }
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ") + "; see --help";
  }

  /// A number has no letter after a point.
  private static boolean namesFile(String value) {
    return value.matches(".*(/|[.][A-Za-z]).*");
  }

  private String asInput(@Nullable String flag) {
    OptionMetadata option = flag == null ? null : known.get(flag);
    String longName =
        option == null
            ? null
            : option.getOptions().stream()
                .filter(name -> name.startsWith("--") && !name.equals(flag))
                .findFirst()
                .orElse(null);
    return "%sthe input needs no option"
        .formatted(longName == null ? "" : "%s is %s, and ".formatted(flag, longName));
  }

  /// The option whose value this is, in one word with it or in the word before.
  private @Nullable String flagBefore(String value, List<String> arguments) {
    String before = "";
    for (String argument : arguments) {
      if (argument.equals(value) && known.containsKey(before)) {
        return before;
      }
      if (argument.endsWith(value) && joined(argument)) {
        return argument.startsWith("--")
            ? argument.substring(0, argument.indexOf('='))
            : argument.substring(0, 2);
      }
      before = argument;
    }
    return null;
  }

  private static boolean looksLikeOption(String argument) {
    return argument.startsWith("-") && argument.length() > 1;
  }

  /// `--name=value`, `-s6`, or switches in one word.
  private boolean joined(String argument) {
    int equals = argument.indexOf('=');
    if (argument.startsWith("--")) {
      return equals > 0 && known.containsKey(argument.substring(0, equals));
    }
    OptionMetadata first = known.get(argument.substring(0, 2));
    return first != null && (first.getArity() == 1 || allSwitches(argument));
  }

  private boolean allSwitches(String argument) {
    return argument
        .chars()
        .skip(1)
        .mapToObj(c -> known.get("-" + (char) c))
        .allMatch(option -> option != null && option.getArity() == 0);
  }

  private String unknown(String argument) {
    String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    return "unknown option '%s'; %s".formatted(name, new OptionAdvice(known.keySet()).of(name));
  }
}
