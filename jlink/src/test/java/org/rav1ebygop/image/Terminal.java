package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Pattern;

/// A pseudo-terminal, that of `script`, and somebody at it.
final class Terminal {
  private Terminal() {}

  /// A run on a terminal; all that is printed comes on stdout.
  static Run of(Run run) {
    return of("", run, "");
  }

  /// The same within a command of the shell.
  static Run of(String before, Run run, String after) {
    String command = before + " " + run.quoted() + " " + after;
    return new Run("script", "-qec", command, "/dev/null").with("TERM", "xterm");
  }

  /// Runs it; somebody answers each question.
  ///
  /// @param question a part of it
  static Outcome answer(Run onTerminal, String question, String... answers) throws IOException {
    try (Running running = onTerminal.stdinOpen().start()) {
      for (int i = 0; i < answers.length; i++) {
        await(running, question, i + 1);
        type(running, answers[i]);
      }
      return running.await();
    }
  }

  /// Waits until a text was printed so many times.
  static void await(Running running, String text, int times) {
    running.awaitThat(
        "'" + text + "' is there " + times + " times",
        () -> count(running.stdoutSoFar(), text) >= times);
  }

  /// Types a line, or a control character alone.
  static void type(Running running, String answer) throws IOException {
    boolean control = answer.length() == 1 && answer.charAt(0) < ' ';
    running.stdin().write((control ? answer : answer + "\n").getBytes(UTF_8));
    running.stdin().flush();
  }

  /// How often a text was printed.
  static int count(Outcome outcome, String text) {
    return count(outcome.stdout(), text);
  }

  private static int count(String printed, String text) {
    return printed.split(Pattern.quote(text), -1).length - 1;
  }
}
