package org.rav1ebygop.plugin.transport.nats;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.rav1ebygop.background.BackgroundTasks;
import org.rav1ebygop.protocol.Carrier;

/// Puts messages together from their parts, and tells the receiver one thing at a time, on a thread
/// of its own: a platform thread, because a receiver may write to a file. Parts are queued as far
/// as the window of the carrier allows.
final class Inbox {
  private static final BackgroundTasks TASKS = new BackgroundTasks();

  private final BlockingQueue<Part> queue = new LinkedBlockingQueue<>();
  private final LongConsumer acknowledge;
  private final Consumer<String> refuse;
  private volatile boolean silent;
  private final AtomicLong taken = new AtomicLong();
  private long told;
  private byte[] parts = {};
  private int length;

  /// @param acknowledge is told the weight of all that was taken, now and then
  /// @param refuse ends the connection for something the other side did
  Inbox(LongConsumer acknowledge, Consumer<String> refuse) {
    this.acknowledge = acknowledge;
    this.refuse = refuse;
  }

  void start(Carrier.Receiver receiver) {
    TASKS.start("receives over NATS", () -> run(receiver));
  }

  void add(Part.Data data) {
    queue.add(data);
  }

  /// Nothing more is received; called once.
  void end(String reason) {
    queue.add(new Part.End(reason));
  }

  /// What comes does not matter any more, except the end.
  void silence() {
    silent = true;
  }

  long weightTaken() {
    return taken.get();
  }

  /// A receiver that fails ends the connection, and is told that end.
  private void run(Carrier.Receiver receiver) throws InterruptedException {
    while (true) {
      switch (queue.take()) {
        case Part.Data data -> {
          if (!TASKS.runHere("a message over NATS", () -> take(data, receiver))) {
            silent = true;
            refuse.accept("a message could not be handled");
          }
        }
        case Part.Taken _ -> {}
        case Part.End(String reason) -> {
          receiver.closed(reason);
          return;
        }
      }
    }
  }

  private void take(Part.Data data, Carrier.Receiver receiver) {
    int weight = data.weight();
    if (!silent) {
      int limit = Math.min(receiver.limit(), Carrier.MAX_MESSAGE);
      if (data.bytes().remaining() > limit - length) {
        silent = true;
        refuse.accept("a message is longer than may come now");
        return;
      }
      deliver(data, receiver);
    }
    long all = taken.addAndGet(weight);
    if (all - told >= NatsCarrier.WINDOW / 8) {
      told = all;
      acknowledge.accept(all);
    }
  }

  private void deliver(Part.Data data, Carrier.Receiver receiver) {
    if (data.last() && length == 0) {
      receiver.received(data.bytes().asReadOnlyBuffer());
      return;
    }
    ByteBuffer bytes = data.bytes();
    int needed = length + bytes.remaining();
    if (needed > parts.length) {
      parts = Arrays.copyOf(parts, needed);
    }
    bytes.get(bytes.position(), parts, length, bytes.remaining());
    length = needed;
    if (data.last()) {
      length = 0;
      receiver.received(ByteBuffer.wrap(parts, 0, needed).asReadOnlyBuffer());
    }
  }
}
