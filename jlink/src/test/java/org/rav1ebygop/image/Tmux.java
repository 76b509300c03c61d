package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.rav1ebygop.testkit.Patience;

/// A terminal with a shell in it, by tmux, which breaks lines anew when its width changes as most
/// terminals do.
final class Tmux implements AutoCloseable {
  /// What the shell says before a command.
  static final String PROMPT = "$";

  private final Path home;

  /// @param folder where the shell is
  Tmux(Path folder, int columns, int rows) throws IOException {
    // a socket must have a short name
    home = Files.createTempDirectory("tmux");
    tmux("-f", "/dev/null", "new-session", "-d", "-x", columns, "-y", rows, "-c", folder)
        .and("env", "PS1=" + PROMPT + " ", "bash", "--norc", "--noprofile", "-i")
        .toEnd()
        .expectCode(0);
    await("there is a prompt", lines -> lines.contains(PROMPT));
  }

  /// Types a line.
  void type(String line) throws IOException {
    tmux("send-keys", "-l", line).toEnd().expectCode(0);
    press("Enter");
  }

  /// Presses a key by the name that tmux has for it, such as `C-z`.
  void press(String key) throws IOException {
    tmux("send-keys", key).toEnd().expectCode(0);
  }

  void resize(int columns, int rows) throws IOException {
    tmux("resize-window", "-x", columns, "-y", rows).toEnd().expectCode(0);
  }

  /// What is to be seen, without blanks at the ends of lines and without empty lines at the end.
  List<String> lines() {
    try {
      String screen = tmux("capture-pane", "-p").toEnd().expectCode(0).stdout();
      var lines = new ArrayList<>(screen.lines().map(String::stripTrailing).toList());
      while (!lines.isEmpty() && lines.getLast().isEmpty()) {
        lines.removeLast();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean cursorShown() throws IOException {
    return tmux("display-message", "-p", "#{cursor_flag}").toEnd().stdout().strip().equals("1");
  }

  /// Waits until the screen is as it should be.
  ///
  /// @param what that is, for the failure
  void await(String what, Predicate<List<String>> expected) {
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    List<String> lines = lines();
    while (!expected.test(lines)) {
      if (System.nanoTime() > end) {
        fail("never was it so: " + what + "\n" + String.join("\n", lines));
      }
      lines = lines();
    }
  }

  /// Waits until a line is there.
  void awaitLine(String line) {
    await("there is a line " + line, lines -> lines.contains(line));
  }

  /// Ends all that runs in it, and the terminal.
  @Override
  public void close() throws IOException {
    tmux("kill-server").toEnd();
    Files.deleteIfExists(home.resolve("socket"));
    Files.delete(home);
  }

  private Run tmux(Object... arguments) {
    return new Run("tmux", "-S", home.resolve("socket")).and(arguments).without("TMUX");
  }
}
