package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whoever waits for a connection that nobody wants any more.
@Tag("waits")
class DialerTest {
  private final CountDownLatch dialing = new CountDownLatch(1);
  private final CountDownLatch givingUp = new CountDownLatch(1);
  private final CountDownLatch stoppedAgain = new CountDownLatch(1);
  private final AtomicBoolean told = new AtomicBoolean();

  /// An interrupted thread could not tell the other side that it gives up.
  @Test
  void isInterruptedOnceHoweverOftenItIsStopped() throws Exception {
    var dialer = new Dialer(this::neverConnects);
    var dial = new FutureTask<>(dialer::dial);
    Thread.ofPlatform().daemon().start(dial);
    dialing.await();
    dialer.stop();
    givingUp.await();
    dialer.stop();
    stoppedAgain.countDown();
    assertNull(dial.get());
    assertTrue(told.get());
  }

  private Carrier neverConnects() throws InterruptedException {
    dialing.countDown();
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts it down");
    } catch (InterruptedException e) {
      givingUp.countDown();
      stoppedAgain.await();
      told.set(true);
      throw e;
    }
  }
}
