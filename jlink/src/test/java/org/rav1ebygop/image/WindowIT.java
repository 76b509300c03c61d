package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The view follows its window, and makes room for the shell.
@Tag("waits")
class WindowIT {
  @TempDir Path scratch;

  /// Lines that a terminal has broken in two leave nothing behind.
  @Test
  void aWindowMayHaveAnotherSizeAtAnyTime() throws IOException {
    try (var film = film()) {
      film.awaitView();
      for (int columns : new int[] {40, 20, 33, 80, 20, 120}) {
        film.terminal.resize(columns, 24);
        film.awaitView();
      }
      for (int rows : new int[] {6, 4, 24}) {
        film.terminal.resize(80, rows);
        film.awaitView();
      }
      film.goOn();
      film.awaitResult("complete");
      film.expectCode(0);
      List<String> lines = film.terminal.lines();
      assertTrue(lines.stream().noneMatch(FilmOnTerminal::isOfView), lines::toString);
    }
  }

  @Test
  void ctrlZStopsAllAndLeavesTheTerminalTidy() throws IOException {
    try (var film = film()) {
      film.awaitView();
      stop(film);
      ProcessHandle process = film.process();
      FilmOnTerminal.awaitThat(
          "all are stopped",
          () -> FilmOnTerminal.state(process).equals("T") && film.encodersAreStopped());
      assertTrue(film.terminal.cursorShown());
      film.terminal.resize(40, 24);
      film.terminal.type("fg");
      film.awaitView();
      film.terminal.resize(80, 24);
      film.goOn();
      film.awaitResult("complete");
      film.expectCode(0);
      assertEquals(0, film.count("attempt-failed"));
    }
  }

  @Test
  void inTheBackgroundTheTerminalIsLeftAlone() throws IOException {
    try (var film = film()) {
      film.awaitView();
      stop(film);
      film.terminal.type("bg");
      long told = film.count("progress");
      FilmOnTerminal.awaitThat("it goes on", () -> film.count("progress") >= told + 3);
      film.terminal.type("echo $((6 * 7))");
      film.terminal.awaitLine("42");
      List<String> lines = film.terminal.lines();
      assertTrue(lines.stream().noneMatch(FilmOnTerminal::isOfView), lines::toString);
      film.terminal.type("fg");
      film.awaitView();
      film.goOn();
      film.awaitResult("complete");
      film.expectCode(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalLeavesTheTerminalTidy(String signal) throws IOException {
    try (var film = film()) {
      film.awaitView();
      new Run("kill", "-" + signal, film.process().pid()).toEnd().expectCode(0);
      film.awaitResult("interrupted");
      film.expectCode(130);
      List<String> lines = film.terminal.lines();
      assertTrue(lines.stream().noneMatch(FilmOnTerminal::isOfView), lines::toString);
    }
  }

  /// Nothing can be put right then, and nothing need be.
  @Test
  void evenWhenItIsKilledTheCursorIsThere() throws IOException {
    try (var film = film()) {
      film.awaitView();
      new Run("kill", "-KILL", film.process().pid()).toEnd().expectCode(0);
      film.terminal.await(
          "the shell says so", lines -> lines.stream().anyMatch(line -> line.contains("Killed")));
      assertTrue(film.terminal.cursorShown());
    }
  }

  private FilmOnTerminal film() throws IOException {
    return new FilmOnTerminal(scratch, FilmOnTerminal.here(scratch));
  }

  private static void stop(FilmOnTerminal film) throws IOException {
    film.terminal.press("C-z");
    film.terminal.await(
        "it is stopped and the view is gone",
        lines ->
            lines.stream().anyMatch(line -> line.contains("Stopped"))
                && lines.stream().noneMatch(FilmOnTerminal::isOfView));
  }
}
