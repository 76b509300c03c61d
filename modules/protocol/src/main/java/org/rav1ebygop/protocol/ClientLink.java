package org.rav1ebygop.protocol;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.ClientLease;
import org.rav1ebygop.protocol.session.ClientSession;
import org.rav1ebygop.protocol.session.CodedFrame;
import org.rav1ebygop.protocol.session.Effect;
import org.rav1ebygop.protocol.session.PasswordKey;
import org.rav1ebygop.protocol.session.Timings;

/// One run of a [RemoteWorker]: connects, again and again, and has the slots run meanwhile. It is
/// the lock of all that is mutable here.
final class ClientLink implements Connection.Owner {
  /// Enough for a round trip of 200 ms at 40 MB/s.
  private static final int PACKET_WINDOW = 8 << 20;

  private static final Duration FLUSH = Duration.ofSeconds(2);

  private final RemoteWorker.Settings settings;
  private final Connector connector;
  private final EncodeJob job;
  private final WorkerListener listener;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final Map<Bytes, PasswordKey> keys = new HashMap<>();
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), new SecureRandom());
  private final RemoteSlots slots;
  private final ClientSession session;
  private @Nullable Connection connection;
  private @Nullable Thread connecting;
  private @Nullable GopException refusal;
  private String trouble = "";
  private long lastJoined = System.nanoTime();
  private boolean joined;
  private boolean reported;
  private boolean closed;

  ClientLink(
      RemoteWorker.Settings settings,
      Connector connector,
      EncodeJob job,
      Leases leases,
      WorkerListener listener) {
    this.settings = settings;
    this.connector = connector;
    this.job = job;
    this.listener = listener;
    this.slots = new RemoteSlots(this, leases);
    var random = new SecureRandom();
    session =
        new ClientSession(
            new ClientSession.Config(
                settings.software(),
                new Message.Terms(job.backend(), job.format(), job.settings()),
                settings.codings().stream().map(FrameCoding::name).toList(),
                PACKET_WINDOW,
                this::key,
                size -> randomBytes(random, size),
                Timings.STANDARD));
  }

  /// Returns when there is no more work, or it is closed.
  void run() throws InterruptedException {
    try (var _ = new Ticker(this::tick)) {
      while (!finished()) {
        converse();
        synchronized (this) {
          report();
          if (!finished()) {
            wait(Math.max(1, backoff.next().toMillis()));
          }
        }
      }
    } finally {
      close();
      slots.join();
    }
    leave();
    GopException reason = refusal;
    if (reason != null) {
      throw reason;
    }
  }

  void close() {
    synchronized (this) {
      closed = true;
      session.giveUp("the slot was closed");
      Thread waiting = connecting;
      if (waiting != null) {
        waiting.interrupt();
      }
      changed();
    }
  }

  @Override
  public AtomicLong sent() {
    return sent;
  }

  @Override
  public AtomicLong received() {
    return received;
  }

  @Override
  public void on(Connection from, Effect effect) {
    switch (effect) {
      case Effect.Joined(EncoderIdentity identity, int count) -> join(identity, count);
      case Effect.End(EndReason reason, String text) -> {
        trouble = text;
        connection = connection == from ? null : connection;
        if (!reason.passes() && refusal == null && !finished()) {
          refusal = GopException.environment("%s: %s".formatted(settings.name(), text), null);
        }
      }
      case Effect.Send _, Effect.OpenJob _, Effect.Start _ -> {}
    }
  }

  @Override
  public void changed() {
    Connection current = connection;
    if (current != null) {
      current.pump();
    }
    slots.adjust();
    notifyAll();
  }

  String worker() {
    return settings.name();
  }

  /// How many leases may be open now; the lock is held.
  int offered() {
    return closed ? 0 : session.offered();
  }

  /// Whether there is nothing more to wait for; the lock is held.
  boolean closing() {
    return closed || refusal != null;
  }

  synchronized ClientLease open(Lease lease) {
    ClientLease opened =
        session.open(
            new Message.Lease(
                1, lease.gopIndex(), lease.attempt(), lease.firstFrame(), lease.frameCount()));
    if (closed) {
      opened.fail("the slot was closed", "");
    }
    changed();
    return opened;
  }

  /// A lease ended well: the worker is worth coming back to at once.
  void succeeded() {
    backoff.reset();
  }

  CodedFrame encode(org.rav1ebygop.api.Frame frame) {
    List<FrameCoding> agreed;
    boolean behind;
    synchronized (this) {
      agreed = FrameCoder.named(session.codings(), settings.codings());
      Connection current = connection;
      behind = current != null && current.outbox().behind();
    }
    return FrameCoder.encode(frame, agreed, behind);
  }

  /// Connects, and returns when the connection has ended.
  private void converse() throws InterruptedException {
    Carrier carrier = connect();
    if (carrier == null) {
      return;
    }
    Connection current;
    synchronized (this) {
      current = new Connection(this, carrier, session, this);
      connection = current;
    }
    current.start();
    synchronized (this) {
      session.connected(Bytes.of(carrier.channelBinding()), System.nanoTime());
      changed();
      while (connection == current && !finished()) {
        wait();
      }
      session.end(EndReason.FINISHED, "");
      changed();
    }
    current.outbox().join(FLUSH);
  }

  private @Nullable Carrier connect() throws InterruptedException {
    synchronized (this) {
      if (finished()) {
        return null;
      }
      connecting = Thread.currentThread();
    }
    try {
      return connector.connect();
    } catch (IOException e) {
      synchronized (this) {
        trouble = String.valueOf(e.getMessage());
      }
      return null;
    } catch (InterruptedException e) {
      if (!isClosed()) {
        throw e;
      }
      return null;
    } finally {
      synchronized (this) {
        connecting = null;
        if (closed) {
          Thread.interrupted();
        }
      }
    }
  }

  private void join(EncoderIdentity identity, int count) {
    if (!job.admit(identity)) {
      session.end(
          EndReason.REFUSED,
          "it encodes with %s, which is not what the film is encoded with%s"
              .formatted(identity, ownIdentity()));
      return;
    }
    int use = Math.min(count, settings.maxSlots());
    if (!joined) {
      listener.joined(settings.name(), use);
    }
    joined = true;
    reported = false;
    slots.start(use);
  }

  /// What this machine would encode with, if it can.
  private String ownIdentity() {
    try {
      return ": " + job.localBackend().identity();
    } catch (GopException _) {
      return "";
    }
  }

  /// Says once that the worker is not there, and gives up when it has not been for too long.
  private void report() {
    long now = System.nanoTime();
    if (joined) {
      lastJoined = now;
    }
    if (finished()) {
      return;
    }
    if (!reported) {
      listener.left(settings.name(), trouble);
    }
    reported = true;
    joined = false;
    if (now - lastJoined > settings.patience().toNanos()) {
      refusal =
          GopException.environment(
              "%s cannot be reached: %s".formatted(settings.name(), trouble), null);
    }
  }

  private synchronized void leave() {
    if (joined) {
      GopException reason = refusal;
      listener.left(settings.name(), reason == null ? "" : reason.getMessage());
    }
  }

  private void tick() {
    synchronized (this) {
      session.tick(System.nanoTime());
      changed();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized boolean finished() {
    return closing() || slots.exhausted();
  }

  private PasswordKey key(Bytes salt) {
    return keys.computeIfAbsent(salt, s -> PasswordKey.derive(settings.password(), s));
  }

  private static Bytes randomBytes(SecureRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }
}
