package org.rav1ebygop.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.rav1ebygop.protocol.Carrier;

/// Remembers what came.
public final class Recorder implements Carrier.Receiver {
  private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final AtomicInteger complaints = new AtomicInteger();
  private final Semaphore readable = new Semaphore(Integer.MAX_VALUE);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int limit = Carrier.MAX_MESSAGE;
  private volatile boolean failing;

  /// One that reads at once, whatever its length.
  public Recorder() {}

  /// From now on nothing is read.
  public Recorder holding() {
    readable.drainPermits();
    return this;
  }

  /// From now on every message is one too many.
  public Recorder failing() {
    failing = true;
    return this;
  }

  /// From now on longer messages make no sense.
  public Recorder limited(int bytes) {
    limit = bytes;
    return this;
  }

  /// Reads again.
  public void release() {
    readable.release(Integer.MAX_VALUE - 1);
  }

  /// The next message.
  public byte[] next() throws InterruptedException {
    return messages.take();
  }

  /// Those that came and were not taken.
  public Collection<byte[]> messages() {
    return messages;
  }

  /// The reason, once the connection is gone.
  public Future<String> closed() {
    return closed;
  }

  /// How often a promise was broken: two calls at a time, or one after the last.
  public int complaints() {
    return complaints.get();
  }

  @Override
  public void received(ByteBuffer message) {
    enter();
    readable.acquireUninterruptibly();
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    messages.add(bytes);
    leave();
    if (failing) {
      throw new IllegalStateException("a receiver that fails");
    }
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void closed(String reason) {
    enter();
    if (reason.isBlank() || reason.contains("\n")) {
      complaints.incrementAndGet();
    }
    closed.complete(reason);
    leave();
  }

  private void enter() {
    if (calls.incrementAndGet() > 1 || closed.isDone()) {
      complaints.incrementAndGet();
    }
  }

  private void leave() {
    calls.decrementAndGet();
  }
}
