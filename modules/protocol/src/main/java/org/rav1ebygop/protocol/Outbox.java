package org.rav1ebygop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;

/// What waits to be sent over a carrier, and the thread that sends it. How much can wait is limited
/// by the windows of the leases.
final class Outbox {
  private final Carrier carrier;
  private final AtomicLong counter;
  private final Deque<Message> waiting = new ArrayDeque<>();
  private final Thread thread;
  private @Nullable String finished;

  /// @param counter of the bytes that were sent
  Outbox(Carrier carrier, AtomicLong counter) {
    this.carrier = carrier;
    this.counter = counter;
    thread = Thread.ofVirtual().name("to " + carrier.peer()).unstarted(this::send);
  }

  void start() {
    thread.start();
  }

  synchronized void add(Message message) {
    if (finished == null) {
      waiting.add(message);
      notifyAll();
    }
  }

  /// Whether frames wait for the network.
  synchronized boolean behind() {
    return waiting.stream().anyMatch(Message.Frame.class::isInstance);
  }

  /// Closes the carrier when all that waits is sent.
  synchronized void finish(String reason) {
    if (finished == null) {
      finished = reason;
      notifyAll();
    }
  }

  /// Closes the carrier now.
  void abort(String reason) {
    finish(reason);
    carrier.close(reason);
    thread.interrupt();
  }

  /// Waits until it has closed the carrier, but not for ever.
  void join(Duration limit) throws InterruptedException {
    if (!thread.join(limit)) {
      abort("not sent in time");
    }
  }

  private void send() {
    String reason;
    try {
      for (Message message = next(); message != null; message = next()) {
        byte[] bytes = MessageCodec.encode(message);
        carrier.send(ByteBuffer.wrap(bytes));
        counter.addAndGet(bytes.length);
      }
      reason = String.valueOf(finished);
    } catch (IOException | InterruptedException e) {
      reason = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      reason = "the connection failed: " + e;
    }
    finish(reason);
    carrier.close(reason);
  }

  private synchronized @Nullable Message next() throws InterruptedException {
    while (waiting.isEmpty() && finished == null) {
      wait();
    }
    return waiting.poll();
  }
}
