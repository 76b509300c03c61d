package org.rav1ebygop.plugin.transport.nats;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.rav1ebygop.protocol.Carrier;

/// Remembers what came.
final class Recorder implements Carrier.Receiver {
  final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
  final CompletableFuture<String> closed = new CompletableFuture<>();
  final AtomicInteger complaints = new AtomicInteger();
  private final Semaphore readable = new Semaphore(Integer.MAX_VALUE);
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int limit = Carrier.MAX_MESSAGE;

  /// From now on nothing is read.
  Recorder holding() {
    readable.drainPermits();
    return this;
  }

  Recorder limited(int bytes) {
    limit = bytes;
    return this;
  }

  /// Reads again.
  void release() {
    readable.release(Integer.MAX_VALUE - 1);
  }

  /// The next message.
  byte[] next() throws InterruptedException {
    return messages.take();
  }

  @Override
  public void received(ByteBuffer message) {
    enter();
    readable.acquireUninterruptibly();
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    messages.add(bytes);
    leave();
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
