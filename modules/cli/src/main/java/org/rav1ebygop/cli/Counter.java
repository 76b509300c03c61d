package org.rav1ebygop.cli;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Shows on a terminal how far something has come, when it takes more than a moment.
final class Counter implements LongConsumer, AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final String CLEAR = "\r\033[K";

  private final String verb;
  private final @Nullable Ticker ticker;
  private volatile long count;
  private boolean shown;

  Counter(String verb) {
    this.verb = verb;
    this.ticker = Console.isTerminal() ? new Ticker(EVERY, this::show) : null;
  }

  @Override
  public void accept(long newCount) {
    count = newCount;
  }

  @Override
  public void close() {
    Ticker running = ticker;
    if (running != null) {
      running.close();
    }
    clear();
  }

  private synchronized void show() {
    shown = true;
    System.err.print(CLEAR + Text.count(count, "frame") + " " + verb);
    System.err.flush();
  }

  private synchronized void clear() {
    if (shown) {
      System.err.print(CLEAR);
      System.err.flush();
      shown = false;
    }
  }
}
