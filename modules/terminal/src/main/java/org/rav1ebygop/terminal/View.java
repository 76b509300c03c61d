package org.rav1ebygop.terminal;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is shown of something while it goes on. It is asked for by the thread that writes, when
/// what came before is written: however slow a reader is, no view waits for it and none is out of
/// date.
///
/// @param live whether it stays at the bottom of a terminal and each replaces the one before, which
///   is what terminals can do; else each is a further line
/// @param every how often, for the first time after that time
/// @param lines as of now, none longer than the window is wide
public record View(boolean live, Duration every, Function<Window, List<String>> lines) {
  /// A view that stays at the bottom of a terminal.
  public static View live(Duration every, Function<Window, List<String>> lines) {
    return new View(true, every, lines);
  }

  /// A line now and then, for logs.
  public static View logged(Duration every, Supplier<String> line) {
    return new View(false, every, _ -> List.of(line.get()));
  }
}
