package org.rav1ebygop.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Keeps all that a program prints, and lets tests wait for parts of it.
final class Collector {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;

  /// @param source read to its end by a thread of its own
  Collector(InputStream source) {
    Thread.ofPlatform().daemon().start(() -> collect(source));
  }

  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  /// Waits until a text was printed.
  ///
  /// @param end of patience, as of [System#nanoTime]
  /// @return false when it was not, and will not be or is late
  boolean await(byte[] text, long end) throws InterruptedException {
    waitFor(() -> ended || contains(bytes.toByteArray(), text), end);
    return contains(bytes(), text);
  }

  /// Waits until everybody has closed the stream.
  ///
  /// @return false when it took too long
  boolean awaitEnd(long end) throws InterruptedException {
    return waitFor(() -> ended, end);
  }

  private synchronized boolean waitFor(BooleanSupplier done, long end) throws InterruptedException {
    while (!done.getAsBoolean()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private void collect(InputStream source) {
    byte[] buffer = new byte[8192];
    try (source) {
      for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
        add(buffer, n);
      }
    } catch (IOException _) {
      // Killed: what was printed before counts.
    }
    end();
  }

  private synchronized void add(byte[] buffer, int length) {
    bytes.write(buffer, 0, length);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
