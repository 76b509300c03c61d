package org.rav1ebygop.encoder.librav1e;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Hands frames from the thread that has them to the one that encodes, through one place in memory.
/// The first copies, because frames may belong to it alone.
final class Handover {

  @GuardedBy("this")
  private @Nullable MemorySegment place;

  @GuardedBy("this")
  private boolean full;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private boolean closed;

  /// Names the place; until then frames wait.
  synchronized void open(MemorySegment place) {
    this.place = place;
    notifyAll();
  }

  /// Copies a frame once the place is free.
  ///
  /// @return false when that is of no use any more
  synchronized boolean put(MemorySegment frame) throws InterruptedException {
    MemorySegment target = place;
    while (!closed && (full || target == null)) {
      wait();
      target = place;
    }
    if (closed || target == null) {
      return false;
    }
    target.copyFrom(frame);
    full = true;
    notifyAll();
    return true;
  }

  /// There are no more frames.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// Waits for a frame. It stays in its place until [#release].
  ///
  /// @return false when there are no more
  synchronized boolean take() throws InterruptedException {
    while (!closed && !full && !ended) {
      wait();
    }
    return full && !closed;
  }

  /// The place is free again.
  synchronized void release() {
    full = false;
    notifyAll();
  }

  /// Nobody waits any longer, and nothing is copied any more.
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
