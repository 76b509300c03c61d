package org.rav1ebygop.protocol;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.Session;

/// A carrier with a session on top. All that touches the session holds the lock.
final class Connection implements Carrier.Receiver {
  /// How long the last words may take.
  private static final Duration FLUSH = Duration.ofSeconds(3);

  private final ReentrantLock lock;
  private final Carrier carrier;
  private final Session session;
  private final Outbox outbox;
  private final Outbox.Counted counted;
  private final Owner owner;
  private volatile int limit = Wire.MAX_HANDSHAKE;
  private boolean over;

  /// Who has connections.
  interface Owner {
    /// Something that is not the business of the connection, with the lock held.
    void on(Connection connection, Effect effect);

    /// The session may have changed; the lock is held.
    void changed();
  }

  Connection(
      ReentrantLock lock, Carrier carrier, Session session, Outbox.Counted counted, Owner owner) {
    this.lock = lock;
    this.carrier = carrier;
    this.session = session;
    this.counted = counted;
    this.owner = owner;
    this.outbox = new Outbox(lock, carrier, session, counted);
  }

  void start() {
    carrier.start(this);
    lock.lock();
    try {
      outbox.start();
    } finally {
      lock.unlock();
    }
  }

  String peer() {
    return carrier.peer();
  }

  /// Waits until the carrier is closed.
  void join() throws InterruptedException {
    outbox.join();
  }

  @Override
  public void received(ByteBuffer message) {
    counted.received().addAndGet(message.remaining());
    locked(time -> session.receive(message, time));
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void closed(String reason) {
    locked(time -> session.lost(reason, time));
  }

  /// Tells the session the time; the lock is held.
  void tick(long time) {
    if (!over) {
      session.tick(time);
    }
  }

  /// Does what the session wants; the lock is held.
  void pump() {
    for (List<Effect> effects = session.drain(); !effects.isEmpty(); effects = session.drain()) {
      for (Effect effect : effects) {
        if (over) {
          return;
        }
        if (effect instanceof Effect.End(EndReason reason, String text)) {
          over = true;
          boolean heard = reason != EndReason.LOST && reason != EndReason.TIMEOUT;
          outbox.finish(text, heard ? FLUSH : Duration.ZERO);
        }
        owner.on(this, effect);
      }
    }
    limit = session.messageLimit();
    outbox.wake();
  }

  private void locked(LongConsumer step) {
    lock.lock();
    try {
      if (!over) {
        step.accept(System.nanoTime());
        owner.changed();
      }
    } finally {
      lock.unlock();
    }
  }
}
