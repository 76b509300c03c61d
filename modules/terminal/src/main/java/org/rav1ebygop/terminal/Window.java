package org.rav1ebygop.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// How much a terminal shows.
///
/// @param columns 1 or more
/// @param rows 1 or more
public record Window(int columns, int rows) {
  /// Where nobody can tell.
  public static final Window USUAL = new Window(80, 24);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Asks `stty`, because Java cannot ask a terminal.
  ///
  /// @return this one when there is no answer
  Window measured() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
              .redirectError(Redirect.DISCARD)
              .start();
      // it may have been stopped together with this process, and not continued
      if (!stty.waitFor(PATIENCE)) {
        stty.destroyForcibly();
        return this;
      }
      byte[] answer = stty.getInputStream().readAllBytes();
      return of(new String(answer, StandardCharsets.US_ASCII));
    } catch (IOException _) {
      return this;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return this;
    }
  }

  /// @param answer rows and columns, 0 where the terminal does not know
  private Window of(String answer) {
    String[] size = answer.strip().split(" ", -1);
    try {
      int newRows = Integer.parseInt(size[0]);
      int newColumns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return newRows > 0 && newColumns > 0 ? new Window(newColumns, newRows) : this;
    } catch (NumberFormatException _) {
      return this;
    }
  }
}
