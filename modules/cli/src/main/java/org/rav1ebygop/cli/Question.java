package org.rav1ebygop.cli;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Asks on the terminal, where there is somebody to answer, until the answer is one of those that
/// were offered.
final class Question {
  /// The terminal that a process is started from, whatever its standard input is.
  private static final String TERMINAL = "/dev/tty";

  private final Console console;
  private final Interruptible interrupt;
  private final @Nullable BufferedReader answers;

  /// @param inputIsPipe whether standard input is the film and cannot answer
  /// @param interrupt told while somebody is asked
  Question(Console console, boolean inputIsPipe, Interruptible interrupt) {
    this.console = console;
    this.interrupt = interrupt;
    this.answers =
        Console.isTerminal() && (inputIsPipe || Console.isInputTerminal()) ? terminal() : null;
  }

  /// Whether there is somebody to answer.
  boolean canBeAsked() {
    return answers != null;
  }

  /// Asks once.
  ///
  /// @return the answer in lower case, without blanks around it; null when there is nobody who
  ///   answers, or no more
  @Nullable String ask(String prompt) {
    BufferedReader from = answers;
    if (from == null) {
      return null;
    }
    console.err().print(prompt + " ");
    Runnable endLine = console.err()::println;
    interrupt.before(endLine);
    String answer = line(from);
    interrupt.notBefore(endLine);
    if (answer == null) {
      endLine.run();
      return null;
    }
    return answer.strip().toLowerCase(Locale.ROOT);
  }

  /// Asks until the answer is one of these.
  ///
  /// @return one of them; null when there is nobody who answers, or no more
  @Nullable String ask(String prompt, List<String> possible) {
    String answer = ask(prompt);
    while (answer != null && !possible.contains(answer)) {
      answer = ask(prompt);
    }
    return answer;
  }

  /// Whether somebody says yes. Saying nothing means no.
  boolean yes(String text) {
    String answer = ask(text + " [y/N]", List.of("y", "yes", "n", "no", ""));
    return answer != null && answer.startsWith("y");
  }

  private static @Nullable String line(BufferedReader from) {
    try {
      return from.readLine();
    } catch (IOException _) {
      return null; // the terminal is gone
    }
  }

  private static @Nullable BufferedReader terminal() {
    try {
      return new BufferedReader(
          new InputStreamReader(new FileInputStream(TERMINAL), StandardCharsets.UTF_8));
    } catch (IOException _) {
      return null; // started by no terminal
    }
  }
}
