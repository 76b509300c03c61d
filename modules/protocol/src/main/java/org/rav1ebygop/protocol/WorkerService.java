package org.rav1ebygop.protocol;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private final Settings settings;
  private final WorkerSession.Config sessions;
  private final WorkerEvents events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Connection, WorkerSession> connections = new LinkedHashMap<>();
  private final Guard guard = new Guard();
  private final ServedJobs jobs;
  private final JobOpening opening;
  private final Ticker ticker;
  private boolean closed;

  /// What a worker is.
  ///
  /// @param software name and version, for humans
  /// @param password not empty
  /// @param slots encoders at a time, for all clients together, 1 or more
  /// @param backends that may be used
  /// @param found what these are, such as name and version, one line each
  /// @param local runs encoders on this machine
  /// @param spool folder for frames that wait for the encoder; null to keep fewer of them, in
  ///   memory
  public record Settings(
      String software,
      String password,
      int slots,
      List<EncoderBackendProvider> backends,
      List<String> found,
      TransportProvider local,
      @Nullable Path spool) {
    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException when the password is empty, or the slots are too many or
    ///   few
    public Settings {
      backends = List.copyOf(backends);
      found = List.copyOf(found);
      if (password.isEmpty() || slots < 1 || slots > Wire.MAX_LEASES) {
        throw new IllegalArgumentException("a worker needs a password and slots");
      }
    }

    /// Without the password.
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s with %d slots", software, slots);
    }
  }

  /// What a worker does at the moment.
  ///
  /// @param busy encoders that run
  /// @param clients with a job, connected or expected back
  /// @param pixelRate pixels of luma that one slot encodes in a second, of late; 0 when nothing was
  ///   encoded yet
  public record Load(int slots, int busy, int clients, boolean draining, double pixelRate) {}

  /// A worker without clients. Takes a good part of a second, for the password.
  public WorkerService(Settings settings, WorkerEvents events) {
    this(settings, events, Randoms.bytes(new SecureRandom(), Wire.SALT));
  }

  /// One whose password anybody may know, since others decide who may come. All workers that have
  /// it mix the same into it, so that a client of many takes that time only once.
  public static WorkerService withKnownPassword(Settings settings, WorkerEvents events) {
    byte[] digest = PasswordKey.digest(settings.password());
    return new WorkerService(settings, events, Bytes.of(Arrays.copyOf(digest, Wire.SALT)));
  }

  private WorkerService(Settings settings, WorkerEvents events, Bytes salt) {
    var random = new SecureRandom();
    this.settings = settings;
    this.events = events;
    this.jobs = new ServedJobs(settings.slots(), lock, events, this::pump);
    this.opening = new JobOpening(settings);
    this.sessions =
        new WorkerSession.Config(
            settings.software(),
            settings.slots(),
            settings.backends().stream().map(Provider::id).toList(),
            salt,
            PasswordKey.derive(settings.password(), salt),
            size -> Randoms.bytes(random, size),
            Timings.STANDARD);
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
            EndReason.BUSY,
            String.format(Locale.ROOT, "too many wrong passwords; try again in %d s", seconds));
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
      return new Load(
          settings.slots(), jobs.running(), jobs.size(), jobs.draining(), jobs.pixelRate());
    } finally {
      lock.unlock();
    }
  }

  /// Offers nothing any more, and takes no new clients. Leases that are open go on.
  public void drain() {
    lock.lock();
    try {
      jobs.drain();
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
      return jobs.awaitNone(limit);
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
      jobs.endAll("the worker stops");
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
      jobs.tick(now);
      pump();
    } finally {
      lock.unlock();
    }
  }

  private void pump() {
    List.copyOf(connections.keySet()).forEach(Connection::pump);
  }

  /// What the session of one connection wants.
  private final class Conversation implements Connection.Owner {
    private final WorkerSession session;
    private boolean enquired;

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
        case Effect.Start(WorkerLease lease) -> jobs.start(lease);
        case Effect.End(EndReason reason, String text) -> ended(connection, reason, text);
        case Effect.Enquired _ -> {
          guard.succeeded(connection.peer());
          report();
        }
        case Effect.Joined _, Effect.Reported _ -> {}
      }
    }

    @Override
    public void changed() {
      jobs.distribute();
      pump();
    }

    private void report() {
      enquired = true;
      Load load = load();
      session.report(
          new Message.Report(
              settings.found(), load.busy(), load.clients(), load.draining(), load.pixelRate()));
    }

    private void open(Connection connection, Message.Job wanted) {
      ServedJob known = jobs.find(wanted.id());
      if (known != null) {
        resume(known, wanted);
      } else if (jobs.draining()) {
        session.end(EndReason.DRAINED, "the worker stops");
      } else if (jobs.full()) {
        session.end(
            EndReason.BUSY,
            String.format(Locale.ROOT, "the worker has %d clients already", jobs.size()));
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
        switch (result) {
          case JobOpening.Refused(String reason) -> session.end(EndReason.REFUSED, reason);
          case JobOpening.Opened opened -> begin(client, opened, wanted);
        }
        changed();
      } finally {
        lock.unlock();
      }
    }

    private void begin(String client, JobOpening.Opened opened, Message.Job wanted) {
      boolean late = !session.isOpen() || jobs.draining() || jobs.full();
      if (late || jobs.find(wanted.id()) != null) {
        opened.close();
        session.end(EndReason.BUSY, "the worker stops, or has the job already");
      } else {
        events.opened(client, ServedJobs.describe(wanted.terms()));
        session.ready(jobs.add(client, opened).job(), wanted);
      }
    }

    private void ended(Connection connection, EndReason reason, String text) {
      connections.remove(connection);
      if (reason == EndReason.PASSWORD) {
        guard.failed(connection.peer(), System.nanoTime());
      }
      Message.Job mine = session.wanted();
      ServedJob job = mine == null ? null : jobs.find(mine.id());
      String client = job == null ? connection.peer() : job.client();
      if (reason == EndReason.FINISHED && job != null && !job.job().attached()) {
        jobs.end(job, reason, text);
      }
      events.ended(client, text.isEmpty() ? enquired ? "asked only" : "finished" : text);
    }
  }
}
