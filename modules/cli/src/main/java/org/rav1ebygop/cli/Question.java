package org.rav1ebygop.cli;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks on the terminal, where there is somebody to answer.
final class Question {
  private final Console console;
  private final java.io.@Nullable Console terminal;

  /// @param inputIsPipe whether standard input is the film and cannot answer
  Question(Console console, boolean inputIsPipe) {
    this.console = console;
    this.terminal =
        inputIsPipe || !Console.isTerminal()
            ? null
            : Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .orElse(null);
  }

  /// Whether there is somebody to answer.
  boolean canBeAsked() {
    return terminal != null;
  }

  /// Whether somebody says yes.
  boolean yes(String text, Interruptible interrupt) {
    return ask(text + " [y/N] ", interrupt).startsWith("y");
  }

  /// Whether somebody says no.
  boolean no(String text, Interruptible interrupt) {
    return ask(text + " [Y/n] ", interrupt).startsWith("n");
  }

  /// The answer, empty when there is nobody to ask.
  private String ask(String prompt, Interruptible interrupt) {
    java.io.Console person = terminal;
    if (person == null) {
      return "";
    }
    console.err().print(prompt);
    console.err().flush();
    Runnable endLine = console.err()::println;
    interrupt.before(endLine);
    String answer = person.readLine();
    interrupt.notBefore(endLine);
    if (answer == null) {
      endLine.run();
    }
    return answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
  }
}
