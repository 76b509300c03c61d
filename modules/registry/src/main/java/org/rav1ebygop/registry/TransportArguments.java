package org.rav1ebygop.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.rav1ebygop.api.GopException;

/// Lets users give the options of a transport like those of the program: once a transport is
/// chosen, `--nats URL` and `--nats=URL` stand for `--transport-option nats=URL` unless the program
/// itself has an option of that name.
public final class TransportArguments {
  /// Chooses the transport.
  public static final String TRANSPORT = "--transport";

  /// Takes `NAME=VALUE`.
  public static final String OPTION = "--transport-option";

  /// Those whose options the program itself has.
  private static final Set<String> BUILT_IN = Set.of("local", "websocket");

  private TransportArguments() {}

  /// The same arguments with the options of the transport in their long form.
  ///
  /// @param arity how many values an option of the program takes, -1 when it has none of that name
  /// @throws GopException of kind USAGE when one has no value
  public static List<String> expanded(List<String> arguments, ToIntFunction<String> arity) {
    if (!choosesAnother(arguments)) {
      return arguments;
    }
    var expanded = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (argument.equals("--")) {
        expanded.addAll(arguments.subList(i, arguments.size()));
        break;
      }
      boolean foreign = argument.matches("--[a-z].*") && arity.applyAsInt(name) < 0;
      if (foreign && equals > 0) {
        expanded.add(OPTION);
        expanded.add(argument.substring(2));
      } else if (foreign) {
        i++;
        requireValue(argument, i < arguments.size() ? arguments.get(i) : "--");
        expanded.add(OPTION);
        expanded.add(argument.substring(2) + "=" + arguments.get(i));
      } else {
        expanded.add(argument);
        if (arity.applyAsInt(argument) == 1 && i + 1 < arguments.size()) {
          i++;
          expanded.add(arguments.get(i));
        }
      }
    }
    return expanded;
  }

  private static void requireValue(String option, String next) {
    if (next.startsWith("--")) {
      throw GopException.usage(
          "%s is no option of this program, and one of the transport needs a value: %s VALUE"
              .formatted(option, option));
    }
  }

  private static boolean choosesAnother(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String chosen =
          argument.startsWith(TRANSPORT + "=")
              ? argument.substring(TRANSPORT.length() + 1)
              : argument.equals(TRANSPORT) && i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (!chosen.isEmpty() && !BUILT_IN.contains(chosen)) {
        return true;
      }
    }
    return false;
  }
}
