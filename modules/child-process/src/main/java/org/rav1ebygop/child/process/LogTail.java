package org.rav1ebygop.child.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;

/// The last part of what a process wrote for humans, as a terminal would show it: a carriage return
/// starts the line over, so that progress reports do not push out what came before them.
public final class LogTail {
  /// How much is kept, in bytes.
  public static final int LIMIT = 16 << 10;

  @GuardedBy("this")
  private final byte[] buffer = new byte[2 * LIMIT];

  @GuardedBy("this")
  private int size;

  @GuardedBy("this")
  private int lineStart;

  @GuardedBy("this")
  private boolean returned;

  /// Nothing yet.
  public LogTail() {}

  /// Adds the first `count` of the bytes.
  public synchronized void append(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      append(bytes[i]);
    }
  }

  @GuardedBy("this")
  private void append(byte value) {
    if (value == '\r') {
      returned = true;
      return;
    }
    if (returned && value != '\n') {
      size = lineStart;
    }
    returned = false;
    if (size == buffer.length) {
      System.arraycopy(buffer, LIMIT, buffer, 0, LIMIT);
      size = LIMIT;
      lineStart = Math.max(0, lineStart - LIMIT);
    }
    buffer[size++] = value;
    if (value == '\n') {
      lineStart = size;
    }
  }

  /// The last [#LIMIT] bytes at most. Bytes that are no UTF-8 are replaced.
  public synchronized String text() {
    int from = Math.max(0, size - LIMIT);
    return new String(buffer, from, size - from, StandardCharsets.UTF_8);
  }
}
