package org.rav1ebygop.protocol;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Provider;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.PasswordKey;
import org.rav1ebygop.protocol.session.Timings;
import org.rav1ebygop.protocol.session.WorkerLease;
import org.rav1ebygop.protocol.session.WorkerSession;

/// A worker: encodes GOPs for the clients that come over carriers. `docs/protocol.md` has the
/// protocol, its limits and its times. Used by any thread.
public final class WorkerService implements AutoCloseable {
  /// Jobs at a time.
  private static final int MAX_JOBS = 64;

  private final Settings settings;
  private final Timings timings = Timings.STANDARD;
  private final WorkerSession.Config sessions;
  private final WorkerEvents events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();
  private final Map<Connection, WorkerSession> connections = new LinkedHashMap<>();
  private final Map<Bytes, ServedJob> jobs = new HashMap<>();
  private final Guard guard = new Guard();
  private final Places places;
  private final JobOpening opening;
  private final Ticker ticker;
  private boolean draining;
  private boolean closed;

  /// What a worker is.
  ///
  /// @param software name and version, for humans
  /// @param password not empty
  /// @param slots encoders at a time, for all clients together, 1 or more
  /// @param backends that may be used
  /// @param local runs encoders on this machine
  /// @param spool folder for frames that wait for the encoder; null to keep fewer of them, in
  ///   memory
  public record Settings(
      String software,
      String password,
      int slots,
      List<EncoderBackendProvider> backends,
      TransportProvider local,
      @Nullable Path spool) {
    /// Copies the list.
    ///
    /// @throws IllegalArgumentException when the password is empty, or the slots are too many or
    ///   few
    public Settings {
      backends = List.copyOf(backends);
      if (password.isEmpty() || slots < 1 || slots > Wire.MAX_LEASES) {
        throw new IllegalArgumentException("a worker needs a password and slots");
      }
    }

    /// Without the password.
    @Override
    public String toString() {
      return "%s with %d slots".formatted(software, slots);
    }
  }

  /// What a worker does at the moment.
  ///
  /// @param busy encoders that run
  /// @param clients with a job, connected or expected back
  public record Load(int slots, int busy, int clients, boolean draining) {}

  /// A worker without clients. Takes a good part of a second, for the password.
  public WorkerService(Settings settings, WorkerEvents events) {
    var random = new SecureRandom();
    Bytes salt = Randoms.bytes(random, Wire.SALT);
    this.settings = settings;
    this.events = events;
    this.places = new Places(settings.slots());
    this.opening = new JobOpening(settings);
    this.sessions =
        new WorkerSession.Config(
            settings.software(),
            settings.slots(),
            settings.backends().stream().map(Provider::id).toList(),
            salt,
            PasswordKey.derive(settings.password(), salt),
            size -> Randoms.bytes(random, size),
            timings);
    this.ticker = new Ticker(this::tick);
  }

  /// Takes a connection that was just made and is not started. It is refused when the address has
  /// to wait; when there are too many without a proven password, the oldest of the address that has
  /// most of them ends.
  public void accept(Carrier carrier) {
    Connection connection;
    lock.lock();
    try {
      long now = System.nanoTime();
      var session = new WorkerSession(sessions, Bytes.of(carrier.channelBinding()), now);
      connection =
          new Connection(lock, carrier, session, new Outbox.Counted(), new Conversation(session));
      connections.put(connection, session);
      Duration wait = guard.wait(carrier.peer(), now);
      if (closed) {
        session.end(EndReason.DRAINED, "the worker has stopped");
      } else if (wait.isPositive()) {
        long seconds = wait.plusMillis(999).toSeconds();
        session.end(
            EndReason.BUSY, "too many wrong passwords; try again in %d s".formatted(seconds));
      } else {
        HalfOpen.limit(connections);
      }
      pump();
    } finally {
      lock.unlock();
    }
    connection.start();
  }

  /// At the moment.
  public Load load() {
    lock.lock();
    try {
      int busy = jobs.values().stream().mapToInt(ServedJob::running).sum();
      return new Load(settings.slots(), busy, jobs.size(), draining);
    } finally {
      lock.unlock();
    }
  }

  /// Offers nothing any more, and takes no new clients. Leases that are open go on.
  public void drain() {
    lock.lock();
    try {
      draining = true;
      tick();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until no client is left, as happens once it drains.
  ///
  /// @return false when some still are
  public boolean awaitDrained(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = limit.toNanos();
      while (!jobs.isEmpty() && nanos > 0) {
        nanos = fewer.awaitNanos(nanos);
      }
      return jobs.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Ends everything, encoders included, tells the clients, and waits for that a little.
  @Override
  public void close() {
    List<Connection> open;
    lock.lock();
    try {
      closed = true;
      draining = true;
      List.copyOf(jobs.values()).forEach(job -> end(job, EndReason.DRAINED, "the worker stops"));
      connections.values().forEach(s -> s.end(EndReason.DRAINED, "the worker stops"));
      open = List.copyOf(connections.keySet());
      pump();
    } finally {
      lock.unlock();
    }
    ticker.close();
    try {
      for (Connection connection : open) {
        connection.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    lock.lock();
    try {
      long now = System.nanoTime();
      List.copyOf(connections.keySet()).forEach(connection -> connection.tick(now));
      for (ServedJob job : List.copyOf(jobs.values())) {
        if (now - job.seen(now) > timings.resume().toNanos()) {
          end(job, EndReason.LOST, "the client did not come back");
        } else if (draining && job.job().leases().isEmpty()) {
          end(job, EndReason.DRAINED, "the worker stops");
        }
      }
      distribute(now);
      pump();
    } finally {
      lock.unlock();
    }
  }

  private void distribute(long now) {
    if (draining) {
      jobs.values().forEach(job -> job.job().takeBack());
    } else {
      places.distribute(now);
    }
  }

  private void pump() {
    List.copyOf(connections.keySet()).forEach(Connection::pump);
  }

  private void end(ServedJob job, EndReason reason, String text) {
    jobs.remove(job.job().job().id());
    places.remove(job.job());
    job.end(reason, text);
    fewer.signalAll();
  }

  /// What the session of one connection wants.
  private final class Conversation implements Connection.Owner {
    private final WorkerSession session;

    Conversation(WorkerSession session) {
      this.session = session;
    }

    @Override
    public void on(Connection connection, Effect effect) {
      switch (effect) {
        case Effect.OpenJob(Message.Job wanted) -> {
          guard.succeeded(connection.peer());
          open(connection, wanted);
        }
        case Effect.Start(WorkerLease lease) -> start(lease);
        case Effect.End(EndReason reason, String text) -> ended(connection, reason, text);
        case Effect.Joined _ -> {}
      }
    }

    @Override
    public void changed() {
      distribute(System.nanoTime());
      pump();
    }

    private void open(Connection connection, Message.Job wanted) {
      ServedJob known = jobs.get(wanted.id());
      if (known != null) {
        resume(known, wanted);
      } else if (draining) {
        session.end(EndReason.DRAINED, "the worker stops");
      } else if (jobs.size() >= MAX_JOBS) {
        session.end(EndReason.BUSY, "the worker has %d clients already".formatted(MAX_JOBS));
      } else {
        String client = "%s (%s)".formatted(connection.peer(), wanted.software());
        Thread.ofPlatform().daemon().name("opens a job").start(() -> open(client, wanted));
      }
    }

    private void resume(ServedJob known, Message.Job wanted) {
      if (known.job().job().terms().equals(wanted.terms())) {
        session.ready(known.job(), wanted);
      } else {
        session.end(EndReason.REFUSED, "there is another job of that name");
      }
    }

    /// Finds out whether the job can be done here, which may take a while.
    private void open(String client, Message.Job wanted) {
      JobOpening.Result result = opening.open(wanted);
      lock.lock();
      try {
        if (result instanceof JobOpening.Refused(String reason)) {
          session.end(EndReason.REFUSED, reason);
        } else if (result instanceof JobOpening.Opened opened) {
          if (!session.isOpen() || closed || jobs.containsKey(wanted.id())) {
            opened.close();
            session.end(EndReason.BUSY, "the job was opened twice, or the worker stops");
          } else {
            var served = new ServedJob(client, opened.job(), opened.encoding(), lock, new Slots());
            jobs.put(wanted.id(), served);
            places.add(served.job(), System.nanoTime());
            session.ready(served.job(), wanted);
            events.opened(client, opening.describe(wanted));
          }
        }
        changed();
      } finally {
        lock.unlock();
      }
    }

    private void start(WorkerLease lease) {
      ServedJob job = jobs.get(lease.job().job().id());
      if (job != null) {
        events.started(job.client(), gop(lease));
        job.start(lease);
      }
    }

    private void ended(Connection connection, EndReason reason, String text) {
      connections.remove(connection);
      if (reason == EndReason.PASSWORD) {
        guard.failed(connection.peer(), System.nanoTime());
      }
      Message.Job mine = session.wanted();
      ServedJob job = mine == null ? null : jobs.get(mine.id());
      if (reason == EndReason.FINISHED && job != null && !job.job().attached()) {
        end(job, reason, text);
      }
      String client = job == null ? connection.peer() : job.client();
      events.ended(client, text.isEmpty() ? "finished" : text);
    }
  }

  /// What comes of leases.
  private final class Slots implements ServedJob.Watcher {
    @Override
    public void changed(ServedJob job) {
      distribute(System.nanoTime());
      pump();
      fewer.signalAll();
    }

    @Override
    public void ended(ServedJob job, WorkerLease lease, ServedLease slot) {
      String failure = lease.failure();
      String cancelled = lease.cancelled();
      if (failure != null) {
        events.failed(job.client(), gop(lease), failure, true);
      } else if (cancelled != null) {
        events.failed(job.client(), gop(lease), cancelled, false);
      } else {
        events.finished(job.client(), gop(lease), lease.packets(), slot.age());
      }
    }
  }

  private static WorkerEvents.Gop gop(WorkerLease lease) {
    return new WorkerEvents.Gop(lease.terms().gop(), lease.terms().attempt());
  }
}
