package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Mistakes of this program or its plugins end no task in the background unnoticed.
class BackgroundFaultsTest {
  private static final Connector BROKEN =
      () -> {
        throw new IllegalStateException("a broken connector");
      };

  private final RecordedEncoder encoder = new RecordedEncoder();
  private final TestWorker worker = new TestWorker(1, encoder);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Listener listener = new Listener();

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void aMemberThatFailsIsReportedAndTheOthersDoTheWork() throws Exception {
    var leases = new FakeLeases(3, false, FakeLease.Trouble.NONE);
    var roster =
        new MemoryRoster(
            List.of(
                MemoryRoster.entry("broken", TestWorker.PASSWORD, BROKEN),
                MemoryRoster.entry("good", TestWorker.PASSWORD, worker)));
    try (var fleet = new Fleet(roster, Duration.ofMinutes(1), "client 1")) {
      fleet.run(new Job(), leases, listener);
    }
    String report = told.stream().filter(line -> line.contains("broken")).findFirst().orElse("");
    assertTrue(report.startsWith("left broken: "), report);
    assertTrue(report.contains("a broken connector"), report);
    assertTrue(report.contains("bug"), report);
    assertEquals(3, leases.leases().size());
  }

  @Test
  void aFleetWhoseLastMemberFailsSaysWhy() {
    var leases = new FakeLeases(1, false, FakeLease.Trouble.NONE);
    var roster = new MemoryRoster(List.of(MemoryRoster.entry("only", TestWorker.PASSWORD, BROKEN)));
    try (var fleet = new Fleet(roster, Duration.ofMinutes(1), "client 1")) {
      GopException e =
          assertThrows(GopException.class, () -> fleet.run(new Job(), leases, listener));
      assertTrue(e.getMessage().contains("a broken connector"), e::getMessage);
    }
  }

  /// Its questions are asked by the clock that also keeps the connection alive.
  @Test
  void theClockGoesOnAfterAFailureWhichIsReportedOnce() throws Exception {
    var looks = new Semaphore(0);
    var over = new CountDownLatch(1);
    var leases =
        new Leases() {
          @Override
          public @Nullable Lease take(Slot slot) throws InterruptedException {
            over.await();
            return null;
          }

          @Override
          public boolean over() {
            looks.release();
            if (over.getCount() > 0) {
              throw new IllegalStateException("a broken lease table");
            }
            return true;
          }
        };
    var run =
        new FutureTask<Void>(() -> {
          worker.client(1).run(new Job(), leases, listener);
          return null;
        });
    Thread.ofPlatform().daemon().start(run);
    looks.acquire(4);
    over.countDown();
    run.get();
    List<String> warnings =
        told.stream().filter(line -> line.contains("a broken lease table")).toList();
    assertEquals(1, warnings.size(), told::toString);
    assertTrue(warnings.getFirst().startsWith("warning the clock of test failed"), told::toString);
  }

  @Test
  void aMessageThatCannotBeHandledIsReportedAndTheConnectionMadeAnew() throws Exception {
    listener.failAtFirst.set(true);
    var leases = new FakeLeases(2, false, FakeLease.Trouble.NONE);
    worker.client(1).run(new Job(), leases, listener);
    assertEquals(2, leases.leases().size());
    assertTrue(
        told.stream().anyMatch(line -> line.startsWith("warning the connection to worker failed")),
        told::toString);
  }

  private final class Job implements EncodeJob {
    @Override
    public VideoFormat format() {
      return RecordedEncoder.FORMAT;
    }

    @Override
    public EncoderSettings settings() {
      return RecordedEncoder.SETTINGS;
    }

    @Override
    public String backend() {
      return "recorded";
    }

    @Override
    public EncoderBackend localBackend() {
      return encoder.open();
    }

    @Override
    public boolean admit(EncoderIdentity identity) {
      if (listener.failAtFirst.getAndSet(false)) {
        throw new IllegalStateException("a broken job");
      }
      return true;
    }
  }

  private final class Listener implements WorkerListener {
    private final AtomicBoolean failAtFirst = new AtomicBoolean();

    @Override
    public void joined(String name, int slots) {
      told.add("joined " + name);
    }

    @Override
    public void left(String name, String reason) {
      told.add("left %s: %s".formatted(name, reason));
    }

    @Override
    public void warning(String message) {
      told.add("warning " + message);
    }
  }
}
