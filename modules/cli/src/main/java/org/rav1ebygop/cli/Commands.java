package org.rav1ebygop.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// The commands that the first argument may name. Without one, a film is encoded.
final class Commands {
  private static final Map<String, Class<? extends CliCommand>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "keyframes", KeyframesCommand.class,
              "plugins", PluginsCommand.class,
              "verify", VerifyCommand.class,
              "workers", WorkersCommand.class));

  private static final List<String> WORDS = List.of("help", "version");

  private Commands() {}

  /// A command and what is left for it.
  record Call(Class<? extends CliCommand> command, List<String> arguments) {
    Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// Takes the name of a command off the arguments. `help`, `help COMMAND` and `version` stand for
  /// the options of these names.
  ///
  /// @throws GopException of kind USAGE when help is wanted for a command that does not exist
  static Call call(List<String> arguments) {
    String first = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    if (BY_NAME.containsKey(first)) {
      return new Call(BY_NAME.get(first), rest);
    }
    return switch (first) {
      case "help" -> help(rest);
      case "version" -> new Call(EncodeCommand.class, with("--version", rest));
      default -> new Call(EncodeCommand.class, arguments);
    };
  }

  /// What a word may have been meant for that names neither a command nor a file.
  static @Nullable String nearest(String word) {
    Collection<String> names = new ArrayList<>(BY_NAME.keySet());
    names.addAll(WORDS);
    return Spelling.nearest(word, names);
  }

  private static Call help(List<String> rest) {
    String command = rest.isEmpty() ? "" : rest.getFirst();
    if (command.isEmpty() || command.startsWith("-")) {
      return new Call(EncodeCommand.class, with("--help", rest));
    }
    Class<? extends CliCommand> known = BY_NAME.get(command);
    if (known == null) {
      throw GopException.usage(
          "there is no command '%s'; the commands are %s"
              .formatted(command, String.join(", ", BY_NAME.keySet())));
    }
    return new Call(known, List.of("--help"));
  }

  private static List<String> with(String option, List<String> rest) {
    var arguments = new ArrayList<>(rest);
    arguments.addFirst(option);
    return arguments;
  }
}
