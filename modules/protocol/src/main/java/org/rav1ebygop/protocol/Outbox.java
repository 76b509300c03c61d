package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.session.Session;

/// Sends what a session has to say over its carrier, on a thread of its own.
final class Outbox {
  private final ReentrantLock lock;
  private final Condition more;
  private final Carrier carrier;
  private final Session session;
  private final AtomicLong counter;
  private final LinkMeter meter;
  private final Thread thread;
  private @Nullable String finished;
  private Duration patience = Duration.ZERO;
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
    thread = Thread.ofVirtual().name("to " + carrier.peer()).unstarted(this::send);
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

  /// Begins. Called with the lock held, or before anybody else knows of it.
  void start() {
    thread.start();
    started = true;
    if (finished != null) {
      closeLater(finished);
    }
  }

  /// The session may have something to say; the lock is held.
  void wake() {
    more.signal();
  }

  /// Closes the carrier when all is sent, or when that takes too long; the lock is held. The first
  /// reason counts.
  void finish(String reason, Duration limit) {
    if (finished == null) {
      finished = reason;
      patience = limit;
      more.signal();
      if (started) {
        closeLater(reason);
      }
    }
  }

  /// Waits until the carrier is closed.
  void join() throws InterruptedException {
    thread.join();
  }

  private void closeLater(String reason) {
    Thread.ofVirtual().name("closes " + carrier.peer()).start(() -> close(reason));
  }

  private void close(String reason) {
    try {
      if (!thread.join(patience)) {
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
      for (byte[] bytes = next(); bytes != null; bytes = next()) {
        long begin = System.nanoTime();
        carrier.send(ByteBuffer.wrap(bytes));
        meter.sent(bytes.length, System.nanoTime() - begin);
        counter.addAndGet(bytes.length);
      }
      reason = "";
    } catch (IOException | InterruptedException e) {
      reason = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      reason = "the connection failed: " + e;
    }
    carrier.close(reason);
  }

  private byte @Nullable [] next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Message message = session.next(System.nanoTime());
      while (message == null && finished == null) {
        more.await();
        message = session.next(System.nanoTime());
      }
      return message == null ? null : MessageCodec.encode(message);
    } finally {
      lock.unlock();
    }
  }
}
