package org.rav1ebygop.plugin.transport.nats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Waits until the server has taken all that was said so far. A flush is a ping, and jnats breaks a
/// connection with more than two of them under way, its own included. So there is one flush at a
/// time, and all who come meanwhile share the next one.
final class Flushes {
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  @GuardedBy("lock")
  private long begun;

  @GuardedBy("lock")
  private boolean running;

  @GuardedBy("lock")
  private long last;

  @GuardedBy("lock")
  private @Nullable Exception failure;

  /// @param patience how long the server may take
  Flushes(Duration patience) {
    this.patience = patience;
  }

  /// @throws TimeoutException when the server does not answer in time
  /// @throws IllegalStateException when the connection is gone
  void flush(Connection nats) throws TimeoutException, InterruptedException {
    Turn turn = turn();
    switch (turn.number() > 0 ? run(nats, turn.number()) : turn.failure()) {
      case null -> {}
      case TimeoutException e -> throw timeout(e);
      case Exception e -> throw new IllegalStateException(e);
    }
  }

  /// A flush that began after it was asked for.
  ///
  /// @param number of the one that this thread has to make, or 0 when another has made it
  /// @param failure of the one that another has made
  private record Turn(long number, @Nullable Exception failure) {}

  private Turn turn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long mine = begun + 1;
      while (running && last < mine) {
        ended.await();
      }
      if (last >= mine) {
        return new Turn(0, failure);
      }
      running = true;
      return new Turn(++begun, null);
    } finally {
      lock.unlock();
    }
  }

  /// One that is interrupted tells the others nothing: the next of them begins anew.
  private @Nullable Exception run(Connection nats, long number) throws InterruptedException {
    try {
      Exception how = flushed(nats);
      lock.lock();
      try {
        last = number;
        failure = how;
      } finally {
        lock.unlock();
      }
      return how;
    } finally {
      lock.lock();
      try {
        running = false;
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private @Nullable Exception flushed(Connection nats) throws InterruptedException {
    try {
      nats.flush(patience);
      return null;
    } catch (TimeoutException | IllegalStateException e) {
      return e;
    }
  }

  private static TimeoutException timeout(TimeoutException e) {
    var mine = new TimeoutException(e.getMessage());
    mine.initCause(e);
    return mine;
  }
}
