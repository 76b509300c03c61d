package org.rav1ebygop.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.Session;

/// A carrier with a session on top. All that touches the session holds the lock.
final class Connection implements Carrier.Receiver {
  private final Object lock;
  private final Carrier carrier;
  private final Session session;
  private final Outbox outbox;
  private final Owner owner;
  private volatile int limit = Wire.MAX_HANDSHAKE;
  private boolean over;

  /// Who has connections.
  interface Owner {
    /// Something that is not the business of the connection, with the lock held.
    void on(Connection connection, Effect effect);

    /// The session may have changed; the lock is held.
    void changed();

    /// Bytes that came.
    AtomicLong received();

    /// Bytes that were sent.
    AtomicLong sent();
  }

  Connection(Object lock, Carrier carrier, Session session, Owner owner) {
    this.lock = lock;
    this.carrier = carrier;
    this.session = session;
    this.owner = owner;
    this.outbox = new Outbox(carrier, owner.sent());
  }

  void start() {
    carrier.start(this);
    outbox.start();
  }

  Session session() {
    return session;
  }

  Outbox outbox() {
    return outbox;
  }

  String peer() {
    return carrier.peer();
  }

  @Override
  public void received(ByteBuffer message) {
    owner.received().addAndGet(message.remaining());
    locked(time -> session.receive(message, time));
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void closed(String reason) {
    locked(time -> session.lost(reason, time));
    outbox.abort(reason);
  }

  void tick() {
    locked(session::tick);
  }

  /// Does what the session wants; the lock is held.
  void pump() {
    if (over) {
      return;
    }
    for (Effect effect : session.drain()) {
      switch (effect) {
        case Effect.Send(var message) -> outbox.add(message);
        case Effect.End(var _, String text) -> {
          over = true;
          outbox.finish(text);
          owner.on(this, effect);
        }
        case Effect.Joined _, Effect.OpenJob _, Effect.Start _ -> owner.on(this, effect);
      }
    }
    limit = session.messageLimit();
  }

  private void locked(Consumer<Long> step) {
    synchronized (lock) {
      if (!over) {
        step.accept(System.nanoTime());
        owner.changed();
      }
    }
  }
}
