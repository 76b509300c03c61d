package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

/// A member of a farm that announces any number of workers.
@Tag("waits")
class FleetAttackTest {
  private static final int LIES = 4096;

  private final AtomicInteger dialing = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger dialed = new AtomicInteger();
  private final List<String> left = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final RecordedEncoder encoder = new RecordedEncoder();
  private final TestWorker good = new TestWorker(1, encoder);

  @AfterEach
  void close() {
    good.close();
  }

  @Test
  void workersThatAreNotThereAreTriedFewAtATime() throws Exception {
    var entries = lies(this::nobody);
    var leases = new FakeLeases(3, true, FakeLease.Trouble.NONE);
    FutureTask<Void> run;
    try (var fleet = new Fleet(new MemoryRoster(entries), null, "test 1")) {
      run = start(fleet, leases);
      Patience.until("many were tried", () -> dialed.get() >= 200);
    }
    run.get();
    assertTrue(most.get() <= 32, most.get() + " at a time");
    assertEquals(16, left.size(), left::toString);
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.getFirst().contains("more workers of the list cannot be used; lie "));
  }

  /// Those that never answer keep their turn for a while, and then one that is there has its own.
  @Test
  void workersThatSayNothingDoNotKeepOthersOut() throws Exception {
    var entries = lies(FleetAttackTest::silence);
    entries = new ArrayList<>(entries.subList(0, 40));
    entries.add(MemoryRoster.entry("good", TestWorker.PASSWORD, good));
    var leases = new FakeLeases(3, false, FakeLease.Trouble.NONE);
    try (var fleet = new Fleet(new MemoryRoster(entries), null, "test 1")) {
      var _ = start(fleet, leases);
      Patience.until(
          "the good one has done all",
          () -> leases.leases().stream().filter(one -> !one.identities().isEmpty()).count() == 3);
    }
  }

  private FutureTask<Void> start(Fleet fleet, FakeLeases leases) {
    var run =
        new FutureTask<Void>(() -> {
          fleet.run(new RecordedJob(encoder.open(), true), leases, new Told());
          return null;
        });
    Thread.ofPlatform().daemon().start(run);
    return run;
  }

  private static List<Roster.Entry> lies(Connector connector) {
    var entries = new ArrayList<Roster.Entry>();
    for (int i = 0; i < LIES; i++) {
      entries.add(MemoryRoster.entry("lie " + i, TestWorker.PASSWORD, connector));
    }
    return entries;
  }

  private Carrier nobody() throws IOException {
    most.accumulateAndGet(dialing.incrementAndGet(), Math::max);
    dialed.incrementAndGet();
    dialing.decrementAndGet();
    throw new IOException("nobody answers");
  }

  private static Carrier silence() {
    return MemoryCarrier.pair().client();
  }

  private final class Told implements WorkerListener {
    @Override
    public void joined(String worker, int slots) {
      // not of interest
    }

    @Override
    public void left(String worker, String reason) {
      left.add(worker + ": " + reason);
    }

    @Override
    public void warning(String line) {
      warnings.add(line);
    }
  }
}
