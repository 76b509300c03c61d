package org.rav1ebygop.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventDeliveryTest {
  private static final Duration ENDLESS = Duration.ofDays(1);

  private final List<String> told = new CopyOnWriteArrayList<>();

  @Test
  void eventsComeInOrderOnAThreadOfTheirOwn() {
    var threads = new CopyOnWriteArrayList<Thread>();
    try (var delivery =
        new EventDelivery(
            event -> {
              tell(event);
              threads.add(Thread.currentThread());
            },
            ENDLESS)) {
      delivery.on(new JobEvent.Warning("before the start"));
      delivery.start();
      IntStream.range(0, 100).forEach(i -> delivery.on(new JobEvent.Warning("" + i)));
    }
    assertEquals("before the start", told.getFirst());
    assertEquals(IntStream.range(0, 100).mapToObj(String::valueOf).toList(), told.subList(1, 101));
    assertEquals(1, threads.stream().distinct().count());
    assertNotEquals(Thread.currentThread(), threads.getFirst());
  }

  /// As when it prints to a terminal that is stopped.
  @Test
  void aListenerThatWaitsKeepsNobodyWaitingAndMissesNothing() throws InterruptedException {
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var delivery =
        new EventDelivery(
                event -> {
                  reached.countDown();
                  await(goOn);
                  tell(event);
                },
                ENDLESS)
            .start()) {
      delivery.on(new JobEvent.Warning("first"));
      reached.await();
      IntStream.range(0, 1000).forEach(i -> delivery.on(new JobEvent.Warning("" + i)));
      assertEquals(List.of(), told);
      goOn.countDown();
    }
    assertEquals(1001, told.size());
  }

  @Test
  void aListenerThatNeverComesBackIsNotWaitedForForEver() throws InterruptedException {
    var reached = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var delivery =
        new EventDelivery(
                _ -> {
                  reached.countDown();
                  await(never);
                },
                Duration.ofMillis(1))
            .start();
    delivery.on(new JobEvent.Warning("first"));
    reached.await();
    delivery.close();
    never.countDown();
  }

  @Test
  void aListenerThatFailsIsToldTheNextEventAllTheSame() {
    try (var delivery =
        new EventDelivery(
                event -> {
                  tell(event);
                  throw new IllegalStateException("a bug of the listener");
                },
                ENDLESS)
            .start()) {
      delivery.on(new JobEvent.Warning("first"));
      delivery.on(new JobEvent.Warning("second"));
    }
    assertEquals(List.of("first", "second"), told);
  }

  private void tell(JobEvent event) {
    if (event instanceof JobEvent.Warning(String message)) {
      told.add(message);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
