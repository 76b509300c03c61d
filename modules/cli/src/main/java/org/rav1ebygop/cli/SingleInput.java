package org.rav1ebygop.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// The one input of a command, or what the user may have meant instead.
///
/// @param noun what the input is called: `input` or `film`
/// @param usage of the command, from its name to its input
/// @param canWrite whether the command has `-o`
record SingleInput(String noun, String usage, boolean canWrite) {
  /// @param words all arguments that are no options
  /// @param output of `-o`, if it was given
  /// @throws GopException of kind USAGE unless there is exactly one
  String of(List<String> words, @Nullable String output) {
    if (words.isEmpty()) {
      throw GopException.usage("no %s; usage: %s, see --help".formatted(noun, usage));
    }
    String first = words.getFirst();
    String command = isFile(first) ? null : misspelt(first);
    if (command != null) {
      throw GopException.usage(
          "there is no command and no file '%s'; did you mean rav1e-by-gop %s?"
              .formatted(first, command));
    }
    if (words.size() > 1) {
      boolean meansOutput =
          canWrite && output == null && words.size() == 2 && !isFile(words.getLast());
      throw GopException.usage(
          String.format(
              Locale.ROOT,
              "one %s at a time, not %d: %s%s",
              noun,
              words.size(),
              String.join(" ", words),
              meansOutput ? "; did you mean -o %s?".formatted(Text.shell(words.getLast())) : ""));
    }
    return first;
  }

  /// A file has a point in its name, or a slash, where no command has one.
  private static @Nullable String misspelt(String word) {
    return word.matches("[a-z]{3,}") ? Commands.nearest(word) : null;
  }

  private static boolean isFile(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
