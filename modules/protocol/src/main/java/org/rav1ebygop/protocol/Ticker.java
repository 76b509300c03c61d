package org.rav1ebygop.protocol;

import java.time.Duration;

/// Calls something four times a second until it is closed.
final class Ticker implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(250);

  private final Thread thread;

  Ticker(Runnable action) {
    thread = Thread.ofVirtual().name("ticker").start(() -> run(action));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static void run(Runnable action) {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        action.run();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }
}
