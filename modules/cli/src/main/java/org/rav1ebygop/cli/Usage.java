package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.AirlineModule;
import com.github.rvesse.airline.annotations.Option;
import com.github.rvesse.airline.model.CommandMetadata;
import com.github.rvesse.airline.model.OptionMetadata;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The help of a command, made from its options in the order they are declared in.
final class Usage {
  private static final int WIDTH = 100;
  private static final int INDENT = 30;
  private static final String COMMON = "Help";

  private final CommandMetadata command;

  Usage(CommandMetadata command) {
    this.command = command;
  }

  /// The whole help.
  String text() {
    Map<String, List<OptionMetadata>> sections = new LinkedHashMap<>();
    for (Class<?> type = command.getType(); type != null; type = type.getSuperclass()) {
      collect(type, sections);
    }
    List<OptionMetadata> common = sections.remove(COMMON);
    if (common != null) {
      sections.put(COMMON, common); // comes last
    }
    var text = new StringBuilder(command.getDescription()).append("\n");
    sections.forEach((name, options) -> {
      text.append("\n").append(name).append(":\n");
      options.forEach(option -> append(text, option));
    });
    return text.toString();
  }

  private void collect(Class<?> type, Map<String, List<OptionMetadata>> sections) {
    for (Field field : type.getDeclaredFields()) {
      Option option = field.getAnnotation(Option.class);
      if (field.isAnnotationPresent(AirlineModule.class)) {
        collect(field.getType(), sections);
      } else if (option != null && !option.hidden()) {
        sections.computeIfAbsent(section(field), _ -> new ArrayList<>()).add(metadata(option));
      }
    }
  }

  private static String section(Field field) {
    Section section = field.getAnnotation(Section.class);
    return section == null ? COMMON : section.value();
  }

  private OptionMetadata metadata(Option option) {
    return command.getAllOptions().stream()
        .filter(known -> known.getOptions().contains(option.name()[0]))
        .findFirst()
        .orElseThrow();
  }

  private static void append(StringBuilder text, OptionMetadata option) {
    String names = String.join(", ", option.getOptions());
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
