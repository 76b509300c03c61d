package org.rav1ebygop.protocol.testkit;

import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.rav1ebygop.protocol.Carrier;

/// Somebody who sends more than can be on the way.
///
/// @param sent messages so far
record Stalling(Thread thread, FutureTask<Void> task, AtomicInteger sent) {
  /// Messages, of the greatest size: more than any network holds on the way.
  static final int MANY = 64;

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

  /// Until it has waited at one message for as long as it takes to look a million times, or has
  /// sent all. One that is only slow does no harm: then the network is less full.
  void awaitStalled() {
    int at = -1;
    for (int looks = 0; looks < 1_000_000 && !task.isDone(); looks++) {
      if (at != sent.get() || thread.getState() == Thread.State.RUNNABLE) {
        at = sent.get();
        looks = 0;
      }
      Thread.onSpinWait();
    }
  }
}
