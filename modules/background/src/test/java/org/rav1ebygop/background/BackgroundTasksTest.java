package org.rav1ebygop.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackgroundTasksTest {
  private static final Duration PERIOD = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LinkedBlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final BackgroundTasks tasks =
      new BackgroundTasks((task, failure) -> reports.add(new Report(task, failure)));

  private record Report(String task, Throwable failure) {}

  @Test
  void whateverATaskThrowsIsReportedWithItsName() throws InterruptedException {
    var failure = new IllegalStateException("broken");
    var error = new StackOverflowError("deep");
    tasks.start(
        "platform",
        () -> {
          throw failure;
        });
    assertEquals(new Report("platform", failure), reports.take());
    tasks.startVirtual(
        "virtual",
        () -> {
          throw error;
        });
    assertEquals(new Report("virtual", error), reports.take());
  }

  @Test
  void threadsAreNamedDaemonsOfTheirKind() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Thread>();
    tasks.start("one", () -> seen.add(Thread.currentThread()));
    Thread platform = seen.take();
    assertEquals("one", platform.getName());
    assertTrue(platform.isDaemon() && !platform.isVirtual());
    tasks.startVirtual("two", () -> seen.add(Thread.currentThread()));
    Thread virtual = seen.take();
    assertEquals("two", virtual.getName());
    assertTrue(virtual.isVirtual());
  }

  @Test
  void anInterruptedTaskHasNotFailed() throws InterruptedException {
    Thread thread = tasks.start("waits", () -> new CountDownLatch(1).await());
    thread.interrupt();
    thread.join();
    assertTrue(reports.isEmpty());
  }

  @Test
  void aListenerThatFailsLosesNothing() throws InterruptedException {
    var broken =
        new BackgroundTasks((_, _) -> {
          throw new IllegalStateException("the listener is broken too");
        });
    var uncaught = new LinkedBlockingQueue<Throwable>();
    var failure = new IllegalArgumentException("broken");
    Thread thread =
        broken.unstarted(
            "fails",
            () -> {
              throw failure;
            });
    thread.setUncaughtExceptionHandler((_, e) -> uncaught.add(e));
    thread.start();
    assertSame(failure, uncaught.take());
    assertEquals("the listener is broken too", failure.getSuppressed()[0].getMessage());
  }

  @Test
  void withoutAListenerTheProcessLearnsOfIt() throws InterruptedException {
    var uncaught = new LinkedBlockingQueue<Throwable>();
    var failure = new IllegalArgumentException("broken");
    Thread thread =
        new BackgroundTasks()
            .unstarted(
                "fails",
                () -> {
                  throw failure;
                });
    thread.setUncaughtExceptionHandler((_, e) -> uncaught.add(e));
    thread.start();
    assertSame(failure, uncaught.take());
  }

  @Test
  void whatACallbackThrowsIsReportedTooAndNotThrownOn() {
    var failure = new IllegalStateException("broken");
    assertTrue(tasks.runHere("works", () -> {}));
    assertFalse(
        tasks.runHere(
            "fails",
            () -> {
              throw failure;
            }));
    assertEquals(new Report("fails", failure), reports.remove());
    assertTrue(reports.isEmpty());
  }

  @Test
  void aPeriodicTaskGoesOnAfterFailures() throws InterruptedException {
    var runs = new Semaphore(0);
    var count = new AtomicInteger();
    try (var _ =
        tasks.every(
            PERIOD,
            "ticks",
            () -> {
              runs.release();
              switch (count.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("first");
                case 2 -> throw new StackOverflowError("second");
                case 3 -> throw new InterruptedException("nobody asked for that");
                case 4 -> Thread.currentThread().interrupt();
                default -> {}
              }
            })) {
      runs.acquire(8);
    }
    assertEquals("first", reports.take().failure().getMessage());
    assertEquals("second", reports.take().failure().getMessage());
    assertEquals("nobody asked for that", reports.take().failure().getMessage());
    assertTrue(reports.isEmpty());
  }

  @Test
  void oneThatStopsAtAFailureReportsItAndRunsNoMore() throws InterruptedException {
    var runs = new AtomicInteger();
    PeriodicTask task =
        tasks.everyUntilFailure(
            PERIOD,
            "watches",
            () -> {
              if (runs.incrementAndGet() == 3) {
                throw new IllegalStateException("broken");
              }
            });
    assertEquals("watches", reports.take().task());
    assertTrue(task.awaitEnd(PATIENCE));
    assertEquals(3, runs.get());
  }

  @Test
  void aFailureThatLastsIsReportedOnceAMinute() {
    var clock = new AtomicLong();
    var repeated = new RepeatedFailure(clock::get);
    Throwable[] same = new Throwable[3];
    Arrays.setAll(same, i -> new IllegalStateException("number " + i));
    assertTrue(repeated.isNews(same[0]));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertFalse(repeated.isNews(same[1]));
    clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertTrue(repeated.isNews(same[2]));
    assertTrue(repeated.isNews(new IllegalArgumentException("another kind")));
    assertTrue(repeated.isNews(new IllegalArgumentException("another place")));
  }

  @Test
  void theNextRunBeginsAtOnceWhenItIsWanted() throws InterruptedException {
    var runs = new Semaphore(0);
    try (PeriodicTask task = tasks.every(NEVER, "rarely", runs::release)) {
      task.runSoon();
      runs.acquire();
      task.runSoon();
      runs.acquire();
    }
  }

  @Test
  void closingLetsARunEndAndCancellingInterruptsIt() throws InterruptedException {
    var began = new Semaphore(0);
    var ended = new Semaphore(0);
    Task waits =
        () -> {
          began.release();
          ended.acquire();
        };
    PeriodicTask closed = tasks.every(PERIOD, "closed", waits);
    began.acquire();
    closed.close();
    ended.release();
    assertTrue(closed.awaitEnd(PATIENCE));

    PeriodicTask cancelled = tasks.every(PERIOD, "cancelled", waits);
    began.acquire();
    cancelled.cancel();
    assertTrue(cancelled.awaitEnd(PATIENCE));
    assertEquals(0, began.availablePermits());
    assertTrue(reports.isEmpty());
  }
}
