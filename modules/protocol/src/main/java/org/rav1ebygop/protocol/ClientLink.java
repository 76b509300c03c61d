package org.rav1ebygop.protocol;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.ClientLease;
import org.rav1ebygop.protocol.session.ClientSession;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.FramePool;

/// One run of a [RemoteWorker]: connects, again and again, and has the slots run meanwhile. Its
/// lock guards all that is mutable here.
final class ClientLink implements Connection.Owner {
  private static final LeaseEnd.BySlot CLOSED = new LeaseEnd.GivenBack("the slot was closed");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition state = lock.newCondition();
  private final RemoteWorker.Settings settings;
  private final Connector connector;
  private final EncodeJob job;
  private final Leases leases;
  private final Presence presence;
  private final Outbox.Counted counted = new Outbox.Counted();
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), new SecureRandom());
  private final FramePool pool;
  private final RemoteSlots slots;
  private final ClientSession session;
  private @Nullable Connection connection;
  private @Nullable Thread connecting;
  private @Nullable GopException refusal;
  private boolean closed;

  /// Whom it links to.
  ///
  /// @param keys of its password
  record Worker(RemoteWorker.Settings settings, Connector connector, Keys keys) {}

  ClientLink(Worker worker, EncodeJob job, Leases leases, WorkerListener listener) {
    this.settings = worker.settings();
    this.connector = worker.connector();
    this.job = job;
    this.leases = leases;
    this.presence = new Presence(settings.name(), listener);
    this.pool = FramePool.inMemory(job.format().layout().frameBytes());
    this.session = new ClientSession(settings.session(job, pool, worker.keys()));
    this.slots = new RemoteSlots(this, leases);
  }

  /// Returns when there is no more work, or it is closed.
  void run() throws InterruptedException {
    try (var _ = new Ticker(this::tick);
        pool) {
      try {
        while (!finished()) {
          converse();
          pause();
        }
      } finally {
        close();
        slots.join();
      }
    } finally {
      presence.over(refusal);
    }
    GopException reason = refusal;
    if (reason != null) {
      throw reason;
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      session.giveUp(CLOSED);
      Thread waiting = connecting;
      if (waiting != null) {
        waiting.interrupt();
      }
      changed();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void on(Connection from, Effect effect) {
    switch (effect) {
      case Effect.Joined joined -> join(joined);
      case Effect.End(EndReason reason, String text) -> {
        presence.trouble(text);
        connection = connection == from ? null : connection;
        if (reason.breaks()) {
          failed(text);
        }
        if (!reason.passes() && refusal == null && !finished()) {
          refusal = GopException.environment("%s: %s".formatted(settings.name(), text), null);
        }
      }
      case Effect.OpenJob _, Effect.Start _, Effect.Enquired _, Effect.Reported _ -> {}
    }
  }

  @Override
  public void changed() {
    Connection current = connection;
    if (current != null) {
      current.pump();
    }
    slots.adjust();
    state.signalAll();
  }

  ReentrantLock lock() {
    return lock;
  }

  FramePool pool() {
    return pool;
  }

  String worker() {
    return settings.name();
  }

  FrameLayout layout() {
    return job.format().layout();
  }

  /// How many leases may be opened now; the lock is held.
  int offered() {
    return closing() || presence.benched() ? 0 : session.offered();
  }

  /// Whether there is nothing more to wait for; the lock is held.
  boolean closing() {
    return closed || refusal != null || slots.exhausted();
  }

  /// Opens a lease; the lock is held.
  ///
  /// @param changed is called when something of that lease may have changed, with the lock held
  ClientLease open(Lease lease, Runnable changed) {
    ClientLease opened =
        session.open(
            new Message.Lease(
                1, lease.gopIndex(), lease.attempt(), lease.firstFrame(), lease.frameCount()),
            changed);
    if (closed) {
      opened.end(CLOSED);
    }
    changed();
    return opened;
  }

  /// A lease ended well: the worker is worth coming back to at once.
  void succeeded() {
    backoff.reset();
    presence.succeeded();
  }

  /// A lease came to nothing, by a fault of the worker; the lock is held.
  void failed(String reason) {
    presence.failed(reason, System.nanoTime());
    slots.adjust();
  }

  /// The codings that both sides know; the lock is held.
  List<String> codings() {
    return session.codings();
  }

  LinkMeter meter() {
    return counted.meter();
  }

  RemoteWorker.Traffic traffic() {
    return new RemoteWorker.Traffic(counted.sent().get(), counted.received().get());
  }

  /// Connects, and returns when the connection has ended.
  private void converse() throws InterruptedException {
    Carrier carrier = connect();
    if (carrier == null) {
      return;
    }
    var current = new Connection(lock, carrier, session, counted, this);
    lock.lock();
    try {
      connection = current;
      session.connected(Bytes.of(carrier.channelBinding()), System.nanoTime());
    } finally {
      lock.unlock();
    }
    current.start();
    long began = System.nanoTime();
    lock.lock();
    try {
      changed();
      while (connection == current && !finished()) {
        state.await();
      }
      session.end(EndReason.FINISHED, "");
      changed();
    } finally {
      lock.unlock();
    }
    current.join();
    backoff.lasted(Duration.ofNanos(System.nanoTime() - began));
  }

  private @Nullable Carrier connect() throws InterruptedException {
    lock.lock();
    try {
      if (finished()) {
        return null;
      }
      connecting = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    String trouble = "";
    try {
      return connector.connect();
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
    } catch (GopException e) {
      refused(e);
    } catch (InterruptedException e) {
      if (!finished()) {
        throw e;
      }
    } finally {
      connected();
    }
    presence.trouble(trouble);
    return null;
  }

  private void refused(GopException reason) {
    lock.lock();
    try {
      refusal = reason;
    } finally {
      lock.unlock();
    }
  }

  private void connected() {
    lock.lock();
    try {
      connecting = null;
      if (closed) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  private void join(Effect.Joined joined) {
    if (!job.admit(joined.identity())) {
      session.end(
          EndReason.REFUSED,
          "it encodes with %s, which is not what the film is encoded with%s"
              .formatted(joined.identity(), ownIdentity()));
      return;
    }
    presence.joined(Math.min(joined.slots(), settings.maxSlots()));
    slots.start(2 * Math.min(joined.slots(), settings.maxSlots()));
  }

  /// What this machine would encode with, if it can.
  private String ownIdentity() {
    try {
      return ": " + job.localBackend().identity();
    } catch (GopException _) {
      return "";
    }
  }

  /// Waits until it is time to connect again.
  private void pause() throws InterruptedException {
    lock.lock();
    try {
      if (finished()) {
        return;
      }
      presence.lost();
      long nanos = backoff.next().toNanos();
      while (nanos > 0 && !finished()) {
        nanos = state.awaitNanos(nanos);
      }
      if (presence.away(System.nanoTime()).compareTo(settings.patience()) > 0) {
        refusal = presence.unreachable();
      }
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    lock.lock();
    try {
      long now = System.nanoTime();
      session.tick(now);
      presence.tick(now, traffic());
      if (leases.over()) {
        slots.exhaust();
      }
      changed();
    } finally {
      lock.unlock();
    }
  }

  private boolean finished() {
    lock.lock();
    try {
      return closed || refusal != null || slots.idleForEver();
    } finally {
      lock.unlock();
    }
  }
}
