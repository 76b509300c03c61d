package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.Deferred;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.Session;

/// A carrier with a session on top. All that touches the session holds the lock, which belongs to
/// the owner of the connection. Used by any thread.
final class Connection implements Carrier.Receiver {
  /// How often sessions are told the time.
  static final Duration TICK = Duration.ofMillis(250);

  /// How long the last words may take.
  private static final Duration FLUSH = Duration.ofSeconds(3);

  private final ReentrantLock lock;
  private final Carrier carrier;
  private final Outbox outbox;
  private final Outbox.Counted counted;
  private final Owner owner;
  private volatile int limit = Wire.MAX_HANDSHAKE;

  @GuardedBy("lock")
  private final Session session;

  @GuardedBy("lock")
  private boolean over;

  /// Who has connections.
  interface Owner {
    /// Something that is not the business of the connection, with the lock held.
    void on(Connection connection, Effect effect);

    /// The session may have changed; the lock is held.
    void changed();

    /// Where it is reported that a message could not be handled, which ends the connection.
    BackgroundTasks tasks();
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
    outbox.start();
  }

  Carrier carrier() {
    return carrier;
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
    handle(() -> receive(message));
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void closed(String reason) {
    handle(() -> lost(reason));
  }

  /// Tells the session the time.
  void tick(long time) {
    lock.lock();
    try {
      if (!over) {
        session.tick(time);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Does what the session wants.
  void pump() {
    lock.lock();
    try {
      for (List<Effect> effects = session.drain(); !effects.isEmpty(); effects = session.drain()) {
        act(effects.iterator());
      }
      limit = session.messageLimit();
      outbox.wake();
    } finally {
      lock.unlock();
    }
  }

  /// One that fails does not keep the others from being done: the end may be among them.
  @GuardedBy("lock")
  private void act(Iterator<Effect> effects) {
    while (effects.hasNext() && !over) {
      try {
        act(effects.next());
      } finally {
        act(effects);
      }
    }
  }

  @GuardedBy("lock")
  private void act(Effect effect) {
    if (effect instanceof Effect.End(EndReason reason, String text)) {
      over = true;
      boolean heard = reason != EndReason.LOST && reason != EndReason.TIMEOUT;
      outbox.finish(text, heard ? FLUSH : Duration.ZERO);
    }
    owner.on(this, effect);
  }

  /// A carrier keeps to itself what its receiver throws. Without what could not be handled the
  /// session is not what the other side believes.
  private void handle(Runnable step) {
    if (!owner.tasks().runHere("the connection to " + peer(), step)) {
      carrier.close("a message could not be handled");
    }
  }

  private void receive(ByteBuffer message) {
    Deferred deferred = begin(message);
    if (deferred != null) {
      deferred.run();
      complete(deferred);
    }
  }

  private @Nullable Deferred begin(ByteBuffer message) {
    lock.lock();
    try {
      if (over) {
        return null;
      }
      Deferred deferred = session.receive(message, System.nanoTime());
      owner.changed();
      return deferred;
    } finally {
      lock.unlock();
    }
  }

  /// Also when the connection has ended meanwhile: what was deferred may hold memory.
  private void complete(Deferred deferred) {
    lock.lock();
    try {
      session.complete(deferred, System.nanoTime());
      owner.changed();
    } finally {
      lock.unlock();
    }
  }

  private void lost(String reason) {
    lock.lock();
    try {
      if (!over) {
        session.lost(reason, System.nanoTime());
        owner.changed();
      }
    } finally {
      lock.unlock();
    }
  }
}
