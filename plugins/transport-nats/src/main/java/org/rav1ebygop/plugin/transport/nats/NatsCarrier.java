package org.rav1ebygop.plugin.transport.nats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.Carrier;

/// A carrier over two subjects of its own, one for each direction. NATS drops what a subscriber
/// does not take in time, so a sender has at most a window of bytes on the way, and a piece that is
/// missing breaks the connection.
final class NatsCarrier implements Carrier {
  /// Weight that may be on the way.
  static final int WINDOW = 4 << 20;

  private static final BackgroundTasks TASKS = new BackgroundTasks();

  private final Connection nats;
  private final Subjects subjects;
  private final String user;
  private final Duration idle;
  private final Consumer<NatsCarrier> whenOver;
  private final Inbox inbox;
  private final Dispatcher dispatcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private @Nullable String ended;

  @GuardedBy("lock")
  private int nextSent;

  @GuardedBy("lock")
  private long sent;

  @GuardedBy("lock")
  private long acknowledged;

  /// Used by the thread of the dispatcher alone, as the next one.
  private int nextReceived;

  private long received;
  private volatile long heard = System.nanoTime();

  /// The subjects of one side.
  ///
  /// @param from where this side listens
  /// @param to where the other side listens
  record Subjects(String from, String to) {}

  /// @param user at the other end, as the subjects have it
  /// @param idle a connection on which nothing comes for so long is lost
  /// @param whenOver is told once that this needs no attention any more
  NatsCarrier(
      Connection nats,
      Subjects subjects,
      String user,
      Duration idle,
      Consumer<NatsCarrier> whenOver) {
    this.nats = nats;
    this.subjects = subjects;
    this.user = user;
    this.idle = idle;
    this.whenOver = whenOver;
    this.inbox = new Inbox(this::taken, this::fail);
    this.dispatcher = nats.createDispatcher(message -> handle(message.getData()));
    dispatcher.subscribe(subjects.from());
  }

  @Override
  public void start(Receiver receiver) {
    inbox.start(receiver);
  }

  @Override
  public void send(ByteBuffer message) throws IOException, InterruptedException {
    ByteBuffer rest = message.duplicate();
    try {
      do {
        int length = Math.min(rest.remaining(), Part.MAX_BYTES);
        ByteBuffer piece = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        send(piece, !rest.hasRemaining());
      } while (rest.hasRemaining());
    } catch (InterruptedException e) {
      // The message may have gone out in part.
      fail("interrupted while a message was sent");
      throw e;
    }
  }

  private void send(ByteBuffer piece, boolean last) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      var part = new Part.Data(nextSent, last, piece);
      while (ended == null && sent - acknowledged + part.weight() > WINDOW) {
        changed.await();
      }
      if (ended != null) {
        throw new IOException(ended);
      }
      publish(part);
      nextSent++;
      sent += part.weight();
    } catch (IllegalStateException e) {
      end("the connection to the NATS server is gone");
      throw new IOException("the connection to the NATS server is gone", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(String reason) {
    inbox.silence();
    fail(reason);
  }

  Subjects subjects() {
    return subjects;
  }

  /// The user, which the server vouches for if it allows each user its own subjects alone.
  @Override
  public String peer() {
    return "nats:" + user;
  }

  /// Without such a server anybody may take any name.
  @Override
  public String crowd() {
    return "nats";
  }

  /// Empty: TLS ends at the NATS server, which is not the other side.
  @Override
  public byte[] channelBinding() {
    return new byte[0];
  }

  /// The connection to the NATS server is gone: what is on the way may be lost.
  void lost(String reason) {
    end(reason);
  }

  /// Looks whether anything came lately.
  void tick() {
    if (System.nanoTime() - heard > idle.toNanos()) {
      fail(String.format(Locale.ROOT, "nothing was heard for %d s", idle.toSeconds()));
    }
  }

  /// jnats keeps to itself what a handler throws.
  private void handle(byte[] bytes) {
    if (!TASKS.runHere("what came over NATS", () -> arrived(bytes))) {
      fail("what came could not be handled");
    }
  }

  private void arrived(byte[] bytes) {
    heard = System.nanoTime();
    switch (Part.decoded(bytes)) {
      case null -> fail("what came over NATS is no part of a message");
      case Part.Data data -> arrived(data);
      case Part.Taken(long weight) -> acknowledged(weight);
      case Part.End(String reason) -> end(reason);
    }
  }

  private void arrived(Part.Data data) {
    if (data.sequence() != nextReceived++) {
      fail("a part of a message was lost on the way through NATS");
      return;
    }
    received += data.weight();
    if (received - inbox.weightTaken() > WINDOW) {
      fail("more came than the window allows");
    } else {
      inbox.add(data);
    }
  }

  private void acknowledged(long weight) {
    lock.lock();
    try {
      if (weight < acknowledged || weight > sent) {
        fail("more was acknowledged than was sent");
      } else {
        acknowledged = weight;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void taken(long weight) {
    try {
      publish(new Part.Taken(weight));
    } catch (IllegalStateException _) {
      end("the connection to the NATS server is gone");
    }
  }

  /// Ends the connection, and says so to the other side if it can be reached.
  private void fail(String reason) {
    lock.lock();
    try {
      if (ended != null) {
        return;
      }
      publish(new Part.End(reason));
    } catch (IllegalStateException _) {
      // the other side notices the silence
    } finally {
      end(reason);
      lock.unlock();
    }
  }

  private void end(String reason) {
    lock.lock();
    try {
      if (ended != null) {
        return;
      }
      ended = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    inbox.end(reason);
    whenOver.accept(this);
    try {
      nats.closeDispatcher(dispatcher);
    } catch (IllegalArgumentException | IllegalStateException _) {
      // the connection to the server has ended it already
    }
  }

  private void publish(Part part) {
    nats.publish(subjects.to(), part.encoded());
  }
}
