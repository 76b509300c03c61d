package org.rav1ebygop.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Lines that wait to be written, in the order in which they came. When they are more bytes than
/// the limit, the oldest are left out, and one line in their place says how many.
///
/// Not for several threads at once.
public final class Backlog {
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private final int limit;
  private final LongFunction<byte[]> gap;
  private long bytes;
  private long leftOut;

  /// @param limit in bytes; the newest line is kept however long it is
  /// @param gap makes the line that stands for so many
  public Backlog(int limit, LongFunction<byte[]> gap) {
    this.limit = limit;
    this.gap = gap;
  }

  /// Adds a line at the end.
  public void add(byte[] line) {
    lines.add(line);
    bytes += line.length;
    while (bytes > limit && lines.size() > 1) {
      bytes -= lines.remove().length;
      leftOut++;
    }
  }

  /// Takes the next line, or null when none waits.
  public byte @Nullable [] poll() {
    if (leftOut > 0) {
      byte[] line = gap.apply(leftOut);
      leftOut = 0;
      return line;
    }
    byte[] line = lines.poll();
    if (line != null) {
      bytes -= line.length;
    }
    return line;
  }

  /// Whether no line waits.
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /// Forgets all that waits.
  public void clear() {
    lines.clear();
    bytes = 0;
    leftOut = 0;
  }
}
