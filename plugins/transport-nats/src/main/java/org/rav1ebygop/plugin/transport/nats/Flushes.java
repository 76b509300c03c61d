package org.rav1ebygop.plugin.transport.nats;

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
  private long begun;
  private boolean running;
  private long last;
  private @Nullable Exception failure;

  /// @param patience how long the server may take
  Flushes(Duration patience) {
    this.patience = patience;
  }

  /// @throws TimeoutException when the server does not answer in time
  /// @throws IllegalStateException when the connection is gone
  void flush(Connection nats) throws TimeoutException, InterruptedException {
    lock.lockInterruptibly();
    try {
      long mine = begun + 1;
      while (running && last < mine) {
        ended.await();
      }
      if (last < mine) {
        run(nats);
      }
      switch (failure) {
        case null -> {}
        case TimeoutException e -> throw timeout(e);
        case Exception e -> throw new IllegalStateException(e);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of the lock meanwhile. One that is interrupted tells the others nothing: the next of
  /// them begins anew.
  private void run(Connection nats) throws InterruptedException {
    running = true;
    long number = ++begun;
    lock.unlock();
    try {
      Exception how = flushed(nats);
      lock.lock();
      last = number;
      failure = how;
    } finally {
      if (!lock.isHeldByCurrentThread()) {
        lock.lock();
      }
      running = false;
      ended.signalAll();
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
