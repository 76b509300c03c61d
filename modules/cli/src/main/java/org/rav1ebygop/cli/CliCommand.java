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

  @Option(
      name = {"-V", "--version"},
      description = "Show the versions of everything that matters")
  boolean version;

  @AirlineModule PluginOptions plugins = new PluginOptions();

  @Nullable Usage usage;

  /// Runs the command.
  ///
  /// @return the exit code
  abstract int run(Console console) throws InterruptedException;

  /// Prints the help or the versions when one of them is asked for.
  ///
  /// @return whether it was
  boolean isAnswered(Console console) {
    Usage text = usage;
    if (help && text != null) {
      console.out().print(text.text());
    } else if (version) {
      Versions.print(console.out(), rav1e());
    }
    return help || version;
  }

  /// The rav1e that is to be used, if one was named.
  @Nullable String rav1e() {
    return null;
  }
}
