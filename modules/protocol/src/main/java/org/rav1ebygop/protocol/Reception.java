package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.PacketMemory;
import org.rav1ebygop.protocol.session.WorkerLease;
import org.rav1ebygop.protocol.session.WorkerSession;

/// Takes connections to a worker and sees to what their sessions want. Owns the lock that guards
/// the sessions, the jobs of clients and how they share the places. It is held for moments only:
/// what takes long, such as copying frames and packets, files, digests and encoders, is done
/// without it.
final class Reception {
  private final WorkerService.Settings settings;
  private final WorkerSession.Config sessions;
  private final WorkerEvents events;
  private final BackgroundTasks tasks = new BackgroundTasks();
  private final ReentrantLock lock = new ReentrantLock();
  private final Openings openings;

  @GuardedBy("lock")
  private final Map<Connection, WorkerSession> connections = new LinkedHashMap<>();

  @GuardedBy("lock")
  private final Guard guard = new Guard();

  @GuardedBy("lock")
  private final ServedJobs jobs;

  @GuardedBy("lock")
  private boolean closed;

  /// Connections that ended before the password was proven. Of what they said, nothing gets into a
  /// log.
  @GuardedBy("lock")
  private long strangers;

  Reception(WorkerService.Settings settings, WorkerSession.Config sessions, WorkerEvents events) {
    this.settings = settings;
    this.sessions = sessions;
    this.events = events;
    var packets = new PacketMemory(Runtime.getRuntime().maxMemory() / 4, settings.slots());
    this.openings = new Openings(new JobOpening(settings, packets), tasks, lock);
    this.jobs = new ServedJobs(settings, packets, lock, events, this::pump);
  }

  void accept(Carrier carrier) {
    Connection connection;
    lock.lock();
    try {
      long now = System.nanoTime();
      var session =
          new WorkerSession(
              sessions, Bytes.of(carrier.channelBinding()), now, () -> pause(carrier));
      connection =
          new Connection(lock, carrier, session, new Outbox.Counted(), new Conversation(session));
      connections.put(connection, session);
      String refusal = pause(carrier);
      if (closed) {
        session.end(EndReason.DRAINED, "the worker has stopped");
      } else if (refusal != null) {
        session.end(EndReason.BUSY, refusal);
      } else {
        HalfOpen.limit(connections);
      }
      pump();
    } finally {
      lock.unlock();
    }
    connection.start();
  }

  /// Why no password of that peer is looked at now, or null.
  private @Nullable String pause(Carrier carrier) {
    lock.lock();
    try {
      return guard.refusal(carrier, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  WorkerService.Load load() {
    lock.lock();
    try {
      return new WorkerService.Load(
          settings.slots(), jobs.running(), jobs.size(), jobs.draining(), jobs.pixelRate());
    } finally {
      lock.unlock();
    }
  }

  void drain() {
    lock.lock();
    try {
      jobs.drain();
      tick();
    } finally {
      lock.unlock();
    }
  }

  boolean awaitDrained(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      return jobs.awaitNone(limit);
    } finally {
      lock.unlock();
    }
  }

  /// Ends everything.
  ///
  /// @return the connections whose last words are under way
  List<Connection> close() {
    lock.lock();
    try {
      closed = true;
      jobs.endAll("the worker stops");
      connections.values().forEach(s -> s.end(EndReason.DRAINED, "the worker stops"));
      List<Connection> open = List.copyOf(connections.keySet());
      pump();
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// Called several times a second.
  void tick() {
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
    lock.lock();
    try {
      List.copyOf(connections.keySet()).forEach(Connection::pump);
    } finally {
      lock.unlock();
    }
  }

  /// What the session of one connection wants.
  private final class Conversation implements Connection.Owner {
    @GuardedBy("Reception.this.lock")
    private final WorkerSession session;

    @GuardedBy("Reception.this.lock")
    private boolean enquired;

    Conversation(WorkerSession session) {
      this.session = session;
    }

    @Override
    @GuardedBy("Reception.this.lock")
    public void on(Connection connection, Effect effect) {
      switch (effect) {
        case Effect.OpenJob(Message.Job wanted) -> {
          guard.succeeded(connection.carrier(), System.nanoTime());
          open(connection, wanted);
        }
        case Effect.Start(WorkerLease lease) -> jobs.start(lease);
        case Effect.End(EndReason reason, String text) -> ended(connection, reason, text);
        case Effect.Enquired _ -> {
          guard.succeeded(connection.carrier(), System.nanoTime());
          report();
        }
        case Effect.Joined _, Effect.Reported _ -> {}
      }
    }

    @Override
    @GuardedBy("Reception.this.lock")
    public void changed() {
      // A lease that was opened takes its place before places are given away.
      pump();
      jobs.distribute();
      pump();
    }

    @Override
    public BackgroundTasks tasks() {
      return tasks;
    }

    @GuardedBy("Reception.this.lock")
    private void report() {
      enquired = true;
      WorkerService.Load load = load();
      session.report(
          new Message.Report(
              settings.found(), load.busy(), load.clients(), load.draining(), load.pixelRate()));
    }

    @GuardedBy("Reception.this.lock")
    private void open(Connection connection, Message.Job wanted) {
      ServedJob known = jobs.find(wanted.id());
      if (known != null) {
        resume(known, wanted);
      } else if (jobs.draining()) {
        session.end(EndReason.DRAINED, "the worker stops");
      } else if (!jobs.admits(PeerGroup.of(connection.peer()))) {
        session.end(
            EndReason.BUSY,
            String.format(Locale.ROOT, "the worker has %d clients already", jobs.size()));
      } else if (!openings.add(connection.peer(), new Application(connection, wanted))) {
        session.end(EndReason.BUSY, "the worker has too many jobs to open");
      }
    }

    @GuardedBy("Reception.this.lock")
    private void resume(ServedJob known, Message.Job wanted) {
      if (known.job().job().terms().equals(wanted.terms())) {
        session.ready(known.job(), wanted);
      } else {
        session.end(EndReason.REFUSED, "there is another job of that name");
      }
    }

    /// Another connection may have opened the job meanwhile.
    private final class Application implements Openings.Applicant {
      private final ServedJob.Client client;
      private final Message.Job job;

      Application(Connection connection, Message.Job job) {
        this.client =
            new ServedJob.Client(
                PeerGroup.of(connection.peer()),
                "%s (%s)".formatted(connection.peer(), job.software()));
        this.job = job;
      }

      @Override
      @GuardedBy("Reception.this.lock")
      public boolean isWaiting() {
        ServedJob known = jobs.find(job.id());
        if (known != null) {
          resume(known, job);
        }
        return known == null && session.isOpen();
      }

      @Override
      @GuardedBy("Reception.this.lock")
      public boolean hasLeft() {
        return !session.isOpen();
      }

      @Override
      @GuardedBy("Reception.this.lock")
      public void pushedOut() {
        session.end(EndReason.BUSY, "the worker has too many jobs to open");
      }

      @Override
      public String client() {
        return client.name();
      }

      @Override
      public Message.Job job() {
        return job;
      }

      @Override
      @GuardedBy("Reception.this.lock")
      public void settled(JobOpening.Result result) {
        switch (result) {
          case JobOpening.Refused(String reason) -> session.end(EndReason.REFUSED, reason);
          case JobOpening.Opened opened
              when isWaiting() && !jobs.draining() && jobs.admits(client.peer()) -> {
            session.ready(jobs.add(client, opened).job(), job);
          }
          case JobOpening.Opened opened -> {
            opened.close();
            session.end(EndReason.BUSY, "the worker stops, or has too many clients");
          }
        }
        changed();
      }
    }

    @GuardedBy("Reception.this.lock")
    private void ended(Connection connection, EndReason reason, String text) {
      connections.remove(connection);
      if (reason == EndReason.PASSWORD) {
        guard.failed(connection.carrier(), System.nanoTime());
      }
      if (!session.hasProven()) {
        strangers++;
        events.ended(
            connection.peer(),
            String.format(
                Locale.ROOT,
                "it did not prove the password (%s; %d so far)",
                reason.name().toLowerCase(Locale.ROOT),
                strangers));
        return;
      }
      Message.Job mine = session.wanted();
      ServedJob job = mine == null ? null : jobs.find(mine.id());
      String client = job == null ? connection.peer() : job.client();
      boolean over = reason == EndReason.FINISHED || reason.breaks();
      if (over && job != null && !job.job().attached()) {
        jobs.end(job, reason, text);
      }
      events.ended(client, text.isEmpty() ? enquired ? "asked only" : "finished" : text);
    }
  }
}
