package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.testkit.ListedWorkers;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

/// What is wrong with a worker is reported also when others have finished the film before it said a
/// word.
class ShortFilmTest {
  private final RecordedEncoder encoder = new RecordedEncoder();
  private final TestWorker worker = new TestWorker(1, encoder);
  private final ListedWorkers listener = new ListedWorkers();

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void aWrongPasswordIsReported() {
    GopException e =
        assertThrows(
            GopException.class,
            () -> worker.client(1, "guess").run(job(), new NoMoreLeases(), listener));
    assertTrue(e.getMessage().contains("password"), e::getMessage);
    assertTrue(listener.reasons().toString().contains("password"), listener.reasons()::toString);
  }

  @Test
  void aWrongPasswordAmongOthersIsReported() throws Exception {
    runFleet(
        MemoryRoster.entry("good", TestWorker.PASSWORD, worker),
        MemoryRoster.entry("guess", "guess", worker));
    int guess = listener.left().indexOf("guess");
    assertTrue(guess >= 0, listener.left()::toString);
    assertEquals("the worker refused the password", cause(listener.reasons().get(guess)));
    assertEquals(List.of(new ListedWorkers.Worker("good", 1)), listener.joined());
  }

  @Test
  void whoCannotBeReachedIsReported() throws Exception {
    worker.unreachable(true);
    runFleet(MemoryRoster.entry("gone", TestWorker.PASSWORD, worker));
    assertEquals(List.of("gone"), listener.left());
    assertEquals(List.of("nobody listens"), listener.reasons());
  }

  @Test
  void whoIsNotReachedSoonIsReportedAndNotWaitedForLong() throws Exception {
    Connector stuck =
        () -> {
          new CountDownLatch(1).await();
          throw new AssertionError("nobody counts");
        };
    long begun = System.nanoTime();
    runFleet(MemoryRoster.entry("stuck", TestWorker.PASSWORD, stuck));
    assertEquals(List.of("it did not answer before the film was finished"), listener.reasons());
    assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(30));
  }

  private void runFleet(Roster.Entry... entries) throws InterruptedException {
    var roster = new MemoryRoster(List.of(entries));
    try (var fleet = new Fleet(roster, Duration.ofMinutes(1), "client 1")) {
      fleet.run(job(), new NoMoreLeases(), listener);
    }
  }

  private RecordedJob job() {
    return new RecordedJob(encoder.open(), true);
  }

  private static String cause(String reason) {
    return reason.replaceFirst(".*: ", "");
  }

  private static final class NoMoreLeases implements Leases {
    @Override
    public @Nullable Lease take(Slot slot) {
      return null;
    }

    @Override
    public boolean over() {
      return true;
    }
  }
}
