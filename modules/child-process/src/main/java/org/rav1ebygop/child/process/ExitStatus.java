package org.rav1ebygop.child.process;

/// Says in words how a process ended.
public final class ExitStatus {
  /// The Java runtime and shells report a process that was ended by signal `n` as 128 + `n`.
  private static final int SIGNAL_BASE = 128;

  private static final int MAX_SIGNAL = 64;

  private ExitStatus() {}

  /// Whether a signal ended the process.
  public static boolean isSignal(int exitCode) {
    return exitCode > SIGNAL_BASE && exitCode <= SIGNAL_BASE + MAX_SIGNAL;
  }

  /// What to say after the name of the process.
  public static String describe(int exitCode) {
    if (!isSignal(exitCode)) {
      return "ended with exit code " + exitCode;
    }
    return "was ended by " + signal(exitCode - SIGNAL_BASE);
  }

  /// The numbers are those that Linux and macOS share on all their processors.
  private static String signal(int number) {
    return switch (number) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 4 -> "SIGILL (is it made for another processor?)";
      case 6 -> "SIGABRT";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL (out of memory?)";
      case 11 -> "SIGSEGV (a crash)";
      case 13 -> "SIGPIPE";
      case 15 -> "SIGTERM";
      default -> "signal " + number;
    };
  }
}
