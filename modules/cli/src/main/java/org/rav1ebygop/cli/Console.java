package org.rav1ebygop.cli;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.rav1ebygop.terminal.PlainOutput;
import org.rav1ebygop.terminal.PlainText;
import org.rav1ebygop.terminal.StandardError;

/// Standard output for what was asked for, standard error for everything else. Text that came from
/// elsewhere, such as a file name, cannot talk to the terminal on either; see [PlainText].
final class Console {
  private final PrintStream out;
  private final StandardError error;
  private final Consumer<String> warnings;

  /// @param out may carry the film itself
  /// @param error for people
  Console(PrintStream out, StandardError error) {
    this(PlainOutput.to(out), error, _ -> {});
  }

  private Console(PrintStream out, StandardError error, Consumer<String> warnings) {
    this.out = out;
    this.error = error;
    this.warnings = warnings;
  }

  /// The same, where others are also told what may be wrong.
  Console telling(Consumer<String> others) {
    return new Console(out, error, others);
  }

  /// Standard output, when what was printed for people before is on the terminal, which may be the
  /// same.
  PrintStream out() {
    error.await();
    return out;
  }

  /// Takes text for people, and never waits.
  PrintStream err() {
    return error.stream();
  }

  /// Where text for people goes.
  StandardError error() {
    return error;
  }

  /// Says what went wrong.
  void error(String message) {
    err().println("rav1e-by-gop: error: " + PlainText.line(message));
  }

  /// Says what may be wrong.
  void warn(String message) {
    err().println("rav1e-by-gop: warning: " + PlainText.line(message));
    warnings.accept(message);
  }

  /// Whether standard input is a terminal; the launch script knows.
  static boolean isInputTerminal() {
    return Boolean.getBoolean("rav1ebygop.terminal.input");
  }

  /// Whether standard error is a terminal; the launch script knows.
  static boolean isTerminal() {
    return Boolean.getBoolean("rav1ebygop.terminal") && !"dumb".equals(System.getenv("TERM"));
  }
}
