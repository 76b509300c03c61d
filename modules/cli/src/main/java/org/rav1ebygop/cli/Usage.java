package org.rav1ebygop.cli;

import com.github.rvesse.airline.Accessor;
import com.github.rvesse.airline.model.CommandMetadata;
import com.github.rvesse.airline.model.OptionMetadata;
import com.github.rvesse.airline.parser.errors.ParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.rav1ebygop.api.GopException;

/// The help of a command and the explanation of its errors, both made from its option metadata.
final class Usage {
  private static final int WIDTH = 100;
  private static final int INDENT = 30;

  private final CommandMetadata command;

  Usage(CommandMetadata command) {
    this.command = command;
  }

  /// The whole help.
  String text() {
    var text = new StringBuilder(command.getDescription()).append("\n");
    Map<String, List<OptionMetadata>> sections = new LinkedHashMap<>();
    for (OptionMetadata option : command.getAllOptions()) {
      if (!option.isHidden()) {
        sections.computeIfAbsent(section(option), _ -> new ArrayList<>()).add(option);
      }
    }
    List<OptionMetadata> common = sections.remove("");
    if (common != null) {
      sections.put("Help", common);
    }
    sections.forEach((name, options) -> {
      text.append("\n").append(name).append(":\n");
      options.forEach(option -> append(text, option));
    });
    return text.toString();
  }

  /// Refuses anything that looks like an option and is none, with the nearest one that is: the
  /// parser would take it for a file name.
  void requireKnownOptions(List<String> arguments) {
    Map<String, OptionMetadata> known = new LinkedHashMap<>();
    command.getAllOptions().forEach(o -> o.getOptions().forEach(name -> known.put(name, o)));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        return;
      }
      OptionMetadata option = known.get(argument);
      if (option != null) {
        i += option.getArity();
      } else if (argument.startsWith("-") && argument.length() > 1 && !joined(argument, known)) {
        throw GopException.usage(unknown(argument, known));
      }
    }
  }

  /// What is wrong with the arguments, naming the flag as it was typed.
  String explain(ParseException e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    return message + "; see --help";
  }

  private static boolean joined(String argument, Map<String, OptionMetadata> known) {
    int equals = argument.indexOf('=');
    if (argument.startsWith("--")) {
      return equals > 0 && known.containsKey(argument.substring(0, equals));
    }
    OptionMetadata first = known.get(argument.substring(0, 2));
    return first != null && (first.getArity() == 1 || allSwitches(argument, known));
  }

  private static boolean allSwitches(String argument, Map<String, OptionMetadata> known) {
    return argument
        .chars()
        .skip(1)
        .mapToObj(c -> known.get("-" + (char) c))
        .allMatch(option -> option != null && option.getArity() == 0);
  }

  private static String unknown(String argument, Map<String, OptionMetadata> known) {
    String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    String nearest =
        known.keySet().stream()
            .filter(other -> other.startsWith("--"))
            .min(Comparator.comparingInt(other -> distance(name, other)))
            .orElse("--help");
    String hint =
        distance(name, nearest) <= Math.max(2, name.length() / 3)
            ? "; did you mean %s?".formatted(nearest)
            : "; see --help";
    return "unknown option '%s'%s".formatted(name, hint);
  }

  /// Levenshtein distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  private static String section(OptionMetadata option) {
    for (Accessor accessor : option.getAccessors()) {
      Section section = accessor.getAnnotation(Section.class);
      if (section != null) {
        return section.value();
      }
    }
    return "";
  }

  private static void append(StringBuilder text, OptionMetadata option) {
    String names =
        option.getOptions().stream()
            .sorted(Comparator.comparingInt(Usage::rank))
            .collect(Collectors.joining(", "));
    String title = option.getArity() == 0 ? "" : " " + option.getTitle(0).toUpperCase(Locale.ROOT);
    String head = (names.startsWith("--") ? "      " : "  ") + names + title;
    text.append(head);
    int column = head.length();
    if (column > INDENT - 2) {
      text.append("\n");
      column = 0;
    }
    String gap = " ".repeat(INDENT - column);
    for (String line : wrap(option.getDescription())) {
      text.append(gap).append(line).append("\n");
      gap = " ".repeat(INDENT);
    }
  }

  private static int rank(String name) {
    return name.startsWith("--") ? 1 : 0;
  }

  private static List<String> wrap(String description) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : description.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH - INDENT) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
