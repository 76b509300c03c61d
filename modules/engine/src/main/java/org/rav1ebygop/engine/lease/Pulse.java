package org.rav1ebygop.engine.lease;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The signs of life of one encoder: each call of its lease, when it begins and when it ends.
/// Within a call it is not the encoder's turn.
final class Pulse {
  private final AtomicLong signs = new AtomicLong();
  private final AtomicInteger calls = new AtomicInteger();

  @GuardedBy("this")
  private long seen = -1;

  @GuardedBy("this")
  private long quiet;

  @GuardedBy("this")
  private long longest;

  /// A call of the lease; it ends when this is closed.
  interface Call extends AutoCloseable {
    @Override
    void close();
  }

  /// A call begins.
  Call call() {
    calls.incrementAndGet();
    signs.incrementAndGet();
    return this::end;
  }

  private void end() {
    signs.incrementAndGet();
    calls.decrementAndGet();
  }

  /// Looks once more.
  ///
  /// @param nanos since the last look
  /// @return for how long it has been the encoder's turn, without progress, in nanoseconds
  synchronized long look(long nanos) {
    long now = signs.get();
    if (now != seen || calls.get() > 0) {
      longest = Math.max(longest, quiet);
      quiet = 0;
      seen = now;
    } else {
      quiet += nanos;
    }
    return quiet;
  }

  /// Whether nothing has happened since the last look.
  synchronized boolean still() {
    return signs.get() == seen && calls.get() == 0;
  }

  /// The longest time without progress that ended in progress, in nanoseconds.
  synchronized long longest() {
    return longest;
  }
}
