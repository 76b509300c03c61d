package org.rav1ebygop.cli;

import java.io.PrintStream;
import java.util.function.Consumer;

/// Standard output for what was asked for, standard error for everything else.
///
/// @param out may carry the film itself
/// @param err for people
/// @param warnings also told what may be wrong
record Console(PrintStream out, PrintStream err, Consumer<String> warnings) {
  Console(PrintStream out, PrintStream err) {
    this(out, err, _ -> {});
  }

  /// The same, where others are also told what may be wrong.
  Console telling(Consumer<String> others) {
    return new Console(out, err, others);
  }

  /// Says what went wrong.
  void error(String message) {
    err.println("rav1e-by-gop: error: " + message);
    err.flush();
  }

  /// Says what may be wrong.
  void warn(String message) {
    err.println("rav1e-by-gop: warning: " + message);
    err.flush();
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
