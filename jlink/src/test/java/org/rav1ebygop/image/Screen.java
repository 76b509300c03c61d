package org.rav1ebygop.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A terminal as far as the live view needs one: text, new lines, and the control sequences of
/// ECMA-48 that it uses. Any other fails the test.
final class Screen {
  private static final Pattern PART =
      Pattern.compile("\r|\n|\033\\[(\\??)(\\d*)([A-Za-z])|[^\r\n\033]+");

  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private boolean cursorShown = true;

  /// Shows what a program has printed.
  Screen(String printed) {
    Matcher part = PART.matcher(printed);
    int end = 0;
    while (part.find()) {
      if (part.start() != end) {
        throw new AssertionError("a control sequence nobody knows at " + end);
      }
      end = part.end();
      if (part.group(3) != null) {
        control(part.group(1) + part.group(3), part.group(2));
      } else {
        text(part.group());
      }
    }
  }

  /// The lines without blanks at their end.
  List<String> lines() {
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  boolean cursorShown() {
    return cursorShown;
  }

  private void text(String text) {
    switch (text) {
      case "\r" -> column = 0;
      case "\n" -> to(row + 1);
      default -> {
        StringBuilder line = lines.get(row);
        line.replace(column, Math.min(line.length(), column + text.length()), text);
        column += text.length();
      }
    }
  }

  private void control(String command, String parameter) {
    switch (command) {
      case "A" -> to(Math.max(0, row - Integer.parseInt(parameter)));
      case "J" -> {
        lines.get(row).setLength(column);
        lines.subList(row + 1, lines.size()).clear();
      }
      case "K" -> lines.get(row).setLength(column);
      case "?l", "?h" -> {
        // 25 is the cursor; 7, wrapping, moves nothing that is there
        if (parameter.equals("25")) {
          cursorShown = command.equals("?h");
        }
      }
      default -> throw new AssertionError("a control sequence nobody knows: " + command);
    }
  }

  private void to(int newRow) {
    row = newRow;
    while (lines.size() <= row) {
      lines.add(new StringBuilder());
    }
  }
}
