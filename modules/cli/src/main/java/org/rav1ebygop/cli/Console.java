package org.rav1ebygop.cli;

import java.io.PrintStream;

/// Standard output for what was asked for, standard error for everything else.
///
/// @param out may carry the film itself
/// @param err for people
record Console(PrintStream out, PrintStream err) {
  /// Says what went wrong.
  void error(String message) {
    err.println("rav1e-by-gop: error: " + message);
    err.flush();
  }

  /// Says what may be wrong.
  void warn(String message) {
    err.println("rav1e-by-gop: warning: " + message);
    err.flush();
  }

  /// Whether standard error is a terminal; the launch script knows.
  static boolean isTerminal() {
    return Boolean.getBoolean("rav1ebygop.terminal") && !"dumb".equals(System.getenv("TERM"));
  }
}
