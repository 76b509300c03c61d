package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.ClientLease;
import org.rav1ebygop.protocol.session.ClientSession;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.protocol.session.PartialPackets;

/// What a [RemoteWorker] and its slots have in common while it runs: the session with the worker
/// and the connection below, if there is one. Owns the lock of both, which the connection and the
/// slots take as well.
final class ClientLink implements Connection.Owner {
  private static final LeaseEnd.BySlot CLOSED = new LeaseEnd.GivenBack("the slot was closed");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition state = lock.newCondition();
  private final RemoteWorker.Settings settings;
  private final EncodeJob job;
  private final Leases leases;
  private final Dialer dialer;
  private final BackgroundTasks tasks;
  private final Outbox.Counted counted = new Outbox.Counted();
  private final FramePool pool;
  private final RemoteSlots slots;
  private final Presence presence;

  @GuardedBy("lock")
  private final LastCall lastCall = new LastCall();

  @GuardedBy("lock")
  private final ClientSession session;

  @GuardedBy("lock")
  private @Nullable Connection connection;

  @GuardedBy("lock")
  private @Nullable GopException refusal;

  @GuardedBy("lock")
  private boolean closed;

  /// Whom it links to.
  ///
  /// @param shared what it has in common with others
  record Worker(RemoteWorker.Settings settings, Connector connector, RemoteWorker.Shared shared) {}

  ClientLink(Worker worker, EncodeJob job, Leases leases, WorkerListener listener) {
    this.settings = worker.settings();
    this.dialer = new Dialer(worker.connector());
    this.job = job;
    this.leases = leases;
    this.tasks =
        new BackgroundTasks(
            (task, failure) -> listener.warning("%s failed: %s".formatted(task, failure)));
    this.presence = new Presence(settings.name(), listener);
    this.pool = FramePool.inMemory(job.format().layout().frameBytes());
    PartialPackets.Share partial = worker.shared().partial().share(this::leave);
    this.session = new ClientSession(settings.session(job, pool, partial, worker.shared()));
    this.slots = new RemoteSlots(this, leases);
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      session.giveUp(CLOSED);
      changed();
    } finally {
      lock.unlock();
    }
    dialer.stop();
  }

  /// The worker holds more memory for packets that it sends in part than any other, and too much.
  private void leave() {
    lock.lock();
    try {
      session.end(EndReason.LIMIT, "it sends more packets in part than there is memory for");
      changed();
    } finally {
      lock.unlock();
    }
  }

  @Override
  @GuardedBy("lock")
  public void on(Connection from, Effect effect) {
    switch (effect) {
      case Effect.Joined joined -> join(joined);
      case Effect.End(EndReason reason, String text) -> {
        presence.trouble(text);
        connection = from.equals(connection) ? null : connection;
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
    lock.lock();
    try {
      Connection current = connection;
      if (current != null) {
        current.pump();
      }
      slots.adjust();
      state.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public BackgroundTasks tasks() {
    return tasks;
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

  /// How many leases may be opened now.
  int offered() {
    lock.lock();
    try {
      return closing() || presence.benched() ? 0 : session.offered();
    } finally {
      lock.unlock();
    }
  }

  /// Whether there is nothing more to wait for.
  boolean closing() {
    lock.lock();
    try {
      return closed || refusal != null || slots.exhausted();
    } finally {
      lock.unlock();
    }
  }

  /// Opens a lease.
  ///
  /// @param changed is called when something of that lease may have changed, with the lock held
  ClientLease open(Lease lease, Runnable changed) {
    lock.lock();
    try {
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
    } finally {
      lock.unlock();
    }
  }

  /// A lease ended well.
  void succeeded() {
    dialer.succeeded();
    presence.succeeded();
  }

  /// A lease came to nothing, by a fault of the worker.
  void failed(String reason) {
    presence.failed(reason, System.nanoTime());
    lock.lock();
    try {
      slots.adjust();
    } finally {
      lock.unlock();
    }
  }

  /// The codings that both sides know.
  List<String> codings() {
    lock.lock();
    try {
      return session.codings();
    } finally {
      lock.unlock();
    }
  }

  LinkMeter meter() {
    return counted.meter();
  }

  RemoteWorker.Traffic traffic() {
    return new RemoteWorker.Traffic(counted.sent().get(), counted.received().get());
  }

  Dialer dialer() {
    return dialer;
  }

  Presence presence() {
    return presence;
  }

  RemoteSlots slots() {
    return slots;
  }

  /// Whether there is nothing more to do, and the worker has had the time to say what it is.
  boolean finished() {
    lock.lock();
    try {
      return closed
          || refusal != null
          || (slots.idleForEver()
              && (presence.isKnown() || lastCall.isOver(connection != null, System.nanoTime())));
    } finally {
      lock.unlock();
    }
  }

  /// Whether it was closed before all was done.
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /// Why the worker will never be of use, or null.
  @Nullable GopException refusal() {
    lock.lock();
    try {
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  void refuse(GopException reason) {
    lock.lock();
    try {
      refusal = reason;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when the connection has ended, or there is nothing more to do.
  ///
  /// @param carrier not started
  void converse(Carrier carrier) throws InterruptedException {
    Connection current = begin(carrier);
    current.start();
    lock.lock();
    try {
      changed();
      while (current.equals(connection) && !finished()) {
        state.await();
      }
      session.end(EndReason.FINISHED, "");
      changed();
    } finally {
      lock.unlock();
    }
    current.join();
  }

  /// Returns when that time is up, or there is nothing more to do.
  void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long nanos = time.toNanos();
      while (nanos > 0 && !finished()) {
        nanos = state.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Called several times a second.
  void tick() {
    lock.lock();
    try {
      session.tick(System.nanoTime());
      if (leases.over()) {
        slots.exhaust();
      }
      changed();
    } finally {
      lock.unlock();
    }
  }

  private Connection begin(Carrier carrier) {
    lock.lock();
    try {
      var begun = new Connection(lock, carrier, session, counted, this);
      connection = begun;
      session.connected(Bytes.of(carrier.channelBinding()), System.nanoTime());
      return begun;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void join(Effect.Joined joined) {
    if (!job.admit(joined.identity())) {
      session.end(
          EndReason.REFUSED,
          "it encodes with %s, which is not what the film is encoded with%s"
              .formatted(joined.identity(), ownIdentity()));
      return;
    }
    presence.joined(Math.min(joined.slots(), settings.maxSlots()));
    slots.allow(2 * Math.min(joined.slots(), settings.maxSlots()));
  }

  /// What this machine would encode with, if it can.
  private String ownIdentity() {
    try {
      return ": " + job.localBackend().identity();
    } catch (GopException _) {
      return "";
    }
  }
}
