package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.protocol.session.WorkerJob;
import org.rav1ebygop.protocol.session.WorkerLease;

/// A client's job at a worker: its encoder, and the slots that run for it. Guarded by the lock of
/// the service, but for what says otherwise.
final class ServedJob implements EncodeJob, Places.Sharer {
  private static final BackgroundTasks TASKS = new BackgroundTasks();

  private final ReentrantLock lock;
  private final Client client;
  private final WorkerJob job;
  private final EncoderBackend backend;
  private final FramePool pool;
  private final TransportProvider local;
  private final Watcher watcher;
  private final Set<Transport> running = new HashSet<>();
  private long seen = System.nanoTime();
  private boolean ended;

  /// Who wants to know of leases.
  interface Watcher {
    /// There may be something to say, or a place is free; the lock is held.
    void changed(ServedJob job);

    /// A slot has ended; the lock is held.
    void ended(ServedJob job, WorkerLease lease, ServedLease slot);
  }

  /// Whose job it is.
  ///
  /// @param peer as [PeerGroup] has it
  /// @param name for the log
  record Client(String peer, String name) {}

  ServedJob(Client client, WorkerJob job, Encoding encoding, ReentrantLock lock, Watcher watcher) {
    this.client = client;
    this.job = job;
    this.backend = encoding.backend;
    this.pool = encoding.pool;
    this.local = encoding.local;
    this.lock = lock;
    this.watcher = watcher;
  }

  /// What a job encodes with, and closes at its end.
  ///
  /// @param local runs encoders on this machine
  record Encoding(EncoderBackend backend, FramePool pool, TransportProvider local) {}

  String client() {
    return client.name;
  }

  @Override
  public String peer() {
    return client.peer;
  }

  WorkerJob job() {
    return job;
  }

  /// Encoders that run, also those whose result nobody wants any more.
  int running() {
    return running.size();
  }

  /// Since when there has been no connection.
  long seen(long now) {
    if (job.attached()) {
      seen = now;
    }
    return seen;
  }

  /// Begins to encode a lease.
  void start(WorkerLease lease) {
    Transport transport = local.open(Options.NONE.with("slots", "1"));
    String name = String.format(Locale.ROOT, "lease %d of %s", lease.terms().lease(), client.name);
    try {
      TASKS.start(name, () -> encode(transport, lease));
      running.add(transport);
    } catch (OutOfMemoryError e) {
      lease.troubled(failed(e).reason(), "");
      transport.close();
    }
  }

  /// Ends everything.
  void end(EndReason reason, String text) {
    if (!ended) {
      ended = true;
      job.end(reason, text);
      running.forEach(transport -> later(transport::close));
      later(backend::close);
      later(pool::close);
    }
  }

  @Override
  public boolean wants() {
    return job.attached()
        && places() < job.job().slots()
        && job.leases().size() < 2 * job.job().slots();
  }

  @Override
  public int places() {
    return job.unused() + running.size();
  }

  @Override
  public int unused() {
    return job.unused();
  }

  @Override
  public long memory() {
    return Math.max(1, backend.memoryPerEncoder());
  }

  @Override
  public void offer() {
    job.offer();
  }

  @Override
  public void takeBack() {
    job.takeBack();
  }

  @Override
  public VideoFormat format() {
    return terms().format();
  }

  @Override
  public EncoderSettings settings() {
    return terms().settings();
  }

  @Override
  public String backend() {
    return terms().backend();
  }

  @Override
  public EncoderBackend localBackend() {
    return backend;
  }

  @Override
  public boolean admit(EncoderIdentity identity) {
    return identity.equals(backend.identity());
  }

  private Message.Terms terms() {
    return job.job().terms();
  }

  /// The memory of a coder is made without the lock: it is that of a frame.
  private void encode(Transport transport, WorkerLease lease) {
    ServedLease slot;
    try {
      slot = slot(lease, new FrameCoder(format().layout(), pool));
    } catch (RuntimeException | Error e) {
      ended(transport, () -> lease.troubled(failed(e).reason(), ""));
      transport.close();
      return;
    }
    encode(transport, lease, slot);
  }

  private ServedLease slot(WorkerLease lease, FrameCoder coder) {
    lock.lock();
    try {
      return new ServedLease(lease, lock, coder, () -> watcher.changed(this));
    } finally {
      lock.unlock();
    }
  }

  private void ended(Transport transport, Runnable last) {
    lock.lock();
    try {
      last.run();
      running.remove(transport);
      watcher.changed(this);
    } finally {
      lock.unlock();
    }
  }

  private void encode(Transport transport, WorkerLease lease, ServedLease slot) {
    try (transport) {
      transport.run(this, new One(slot), new Nobody());
    } catch (InterruptedException _) {
      slot.end(new LeaseEnd.GivenBack("the slot was interrupted"));
    } catch (RuntimeException | Error e) {
      slot.end(failed(e));
    } finally {
      slot.close();
      ended(transport, () -> watcher.ended(this, lease, slot));
    }
  }

  private static LeaseEnd.BySlot failed(Throwable e) {
    return switch (e) {
      case GopException known -> LeaseEnd.failed(known, "");
      case OutOfMemoryError _ ->
          LeaseEnd.failed(
              GopException.environment("the worker has no memory left: " + e.getMessage(), e), "");
      default -> LeaseEnd.failed(GopException.bug("the slot failed: " + e, e), "");
    };
  }

  /// What may take long is not done with the lock held.
  private static void later(Runnable action) {
    TASKS.start("ends a job", action::run);
  }

  /// A single lease.
  private static final class One implements Leases {
    @GuardedBy("this")
    private @Nullable Lease lease;

    One(Lease lease) {
      this.lease = lease;
    }

    @Override
    public synchronized @Nullable Lease take(Slot slot) {
      Lease taken = lease;
      lease = null;
      return taken;
    }
  }

  private static final class Nobody implements WorkerListener {
    @Override
    public void joined(String worker, int slots) {
      // it is the only one
    }

    @Override
    public void left(String worker, String reason) {
      // it is the only one
    }
  }
}
