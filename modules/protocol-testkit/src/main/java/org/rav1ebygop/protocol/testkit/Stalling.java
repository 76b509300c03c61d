package org.rav1ebygop.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.testkit.Patience;

/// Somebody who sends more than can be on the way.
///
/// @param sent messages so far
record Stalling(Thread thread, FutureTask<Void> task, AtomicInteger sent) {
  /// Messages, of the greatest size: more than any network holds on the way.
  static final int MANY = 64;

  private static final int LOOKS = 20;

  static Stalling start(Carrier carrier, AtomicInteger sent) {
    byte[] message = new byte[Carrier.MAX_MESSAGE];
    var task =
        new FutureTask<Void>(() -> {
          for (int i = 0; i < MANY; i++) {
            message[0] = (byte) i;
            carrier.send(ByteBuffer.wrap(message));
            sent.incrementAndGet();
          }
          return null;
        });
    return new Stalling(Thread.ofPlatform().daemon().start(task), task, sent);
  }

  /// Until it was seen waiting at one message a number of times, or has sent all. One that is only
  /// slow does no harm: then the network is less full.
  void awaitStalled() {
    var seen = new AtomicInteger();
    var at = new AtomicInteger(-1);
    Patience.until(
        "the sender waits",
        () -> {
          boolean waits = thread.getState() != Thread.State.RUNNABLE;
          if (at.getAndSet(sent.get()) != sent.get() || !waits) {
            seen.set(0);
          }
          return task.isDone() || seen.incrementAndGet() == LOOKS;
        });
  }
}
