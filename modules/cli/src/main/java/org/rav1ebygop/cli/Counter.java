package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import org.rav1ebygop.terminal.View;

/// Shows on a terminal how far something has come, when it takes more than a moment.
final class Counter implements LongConsumer, AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Console console;
  private volatile long count;

  Counter(Console console, String verb) {
    this.console = console;
    if (Console.isTerminal()) {
      console.error().show(View.live(EVERY, _ -> List.of(Text.count(count, "frame") + " " + verb)));
    }
  }

  @Override
  public void accept(long newCount) {
    count = newCount;
  }

  @Override
  public void close() {
    console.error().hide();
  }
}
