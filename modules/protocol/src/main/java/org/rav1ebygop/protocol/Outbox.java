package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.session.Outgoing;
import org.rav1ebygop.protocol.session.Session;

/// Sends what a session has to say over its carrier, on a thread of its own. Takes the lock of the
/// session. Used by any thread.
final class Outbox {
  /// What goes wrong here ends the connection, whose owner is told the reason.
  private static final BackgroundTasks TASKS = new BackgroundTasks();

  private final ReentrantLock lock;
  private final Condition more;
  private final Carrier carrier;
  private final AtomicLong counter;
  private final LinkMeter meter;
  private final Thread thread;

  @GuardedBy("lock")
  private final Session session;

  @GuardedBy("lock")
  private @Nullable String finished;

  @GuardedBy("lock")
  private Duration patience = Duration.ZERO;

  @GuardedBy("lock")
  private boolean started;

  /// @param lock guards the session
  /// @param counted is added to
  Outbox(ReentrantLock lock, Carrier carrier, Session session, Counted counted) {
    this.lock = lock;
    this.more = lock.newCondition();
    this.carrier = carrier;
    this.session = session;
    this.counter = counted.sent();
    this.meter = counted.meter();
    thread = TASKS.unstartedVirtual("to " + carrier.peer(), this::send);
  }

  /// What is counted of a connection.
  ///
  /// @param sent bytes
  /// @param received bytes
  record Counted(AtomicLong sent, AtomicLong received, LinkMeter meter) {
    Counted() {
      this(new AtomicLong(), new AtomicLong(), new LinkMeter());
    }
  }

  /// Begins.
  void start() {
    lock.lock();
    try {
      thread.start();
      started = true;
      if (finished != null) {
        closeLater(finished);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The session may have something to say.
  void wake() {
    lock.lock();
    try {
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Closes the carrier when all is sent, or when that takes too long. The first reason counts.
  void finish(String reason, Duration limit) {
    lock.lock();
    try {
      if (finished == null) {
        finished = reason;
        patience = limit;
        more.signal();
        if (started) {
          closeLater(reason);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the carrier is closed.
  void join() throws InterruptedException {
    thread.join();
  }

  @GuardedBy("lock")
  private void closeLater(String reason) {
    Duration limit = patience;
    TASKS.startVirtual("closes " + carrier.peer(), () -> close(reason, limit));
  }

  private void close(String reason, Duration limit) {
    try {
      if (!thread.join(limit)) {
        carrier.close(reason);
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      carrier.close(reason);
    }
  }

  private void send() {
    String reason;
    try {
      for (Outgoing next = next(); next != null; next = next()) {
        byte[] bytes = next.encode();
        long begin = System.nanoTime();
        carrier.send(ByteBuffer.wrap(bytes));
        meter.sent(bytes.length, System.nanoTime() - begin);
        counter.addAndGet(bytes.length);
      }
      reason = "";
    } catch (IOException | InterruptedException e) {
      reason = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      reason = "the connection failed: " + e;
    }
    carrier.close(reason);
  }

  private @Nullable Outgoing next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Outgoing message = session.outgoing(System.nanoTime());
      while (message == null && finished == null) {
        more.await();
        message = session.outgoing(System.nanoTime());
      }
      return message;
    } finally {
      lock.unlock();
    }
  }
}
