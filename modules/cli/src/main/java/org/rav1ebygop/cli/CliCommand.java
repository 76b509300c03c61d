package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.AirlineModule;
import com.github.rvesse.airline.annotations.Option;
import org.jspecify.annotations.Nullable;

/// What all commands have.
abstract class CliCommand {
  @Option(
      name = {"-h", "--help"},
      description = "Show this help")
  boolean help;

  @Option(name = "--debug", description = "Show a stack trace when something fails")
  boolean debug;

  @AirlineModule PluginOptions plugins = new PluginOptions();

  @Nullable Usage usage;

  /// Runs the command.
  ///
  /// @return the exit code
  abstract int run(Console console) throws InterruptedException;

  /// Prints the help when it is asked for.
  ///
  /// @return whether it was
  boolean helped(Console console) {
    Usage text = usage;
    if (help && text != null) {
      console.out().print(text.text());
    }
    return help;
  }
}
