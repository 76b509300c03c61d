package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.FakeLease;
import org.rav1ebygop.testkit.FakeLeases;
import org.rav1ebygop.testkit.ListedWorkers;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.RecordedJob;

@Tag("waits")
class EnquirerTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void everyWorkerTellsWhatItIsAndDoes() throws Exception {
    TestWorker idle = worker(3, new RecordedEncoder());
    var held = new RecordedEncoder((_, _) -> new EncoderFault.Hang(4));
    TestWorker busy = worker(2, held);
    FutureTask<Void> run = start(busy.client(1), held, 5);
    held.awaitStarted(1);
    List<WorkerInfo> found =
        Enquirer.ask(List.of(entry("idle", idle), entry("busy", busy)), Patience.LIMIT);
    List<String> encoders = List.of("recorded 1");
    assertEquals(
        List.of(
            new WorkerInfo("idle", "", "test 1", encoders, 3, 0, 0, 0),
            new WorkerInfo("busy", "", "test 1", encoders, 2, 1, 1, 0)),
        found);
    assertEquals(false, run.isDone());
    Patience.until(
        "the worker has noticed the end",
        () -> idle.log().lines().equals(List.of("ended memory: asked only")));
  }

  @Test
  void whoHasEncodedTellsHowFast() throws Exception {
    var encoder = new RecordedEncoder();
    TestWorker worker = worker(1, encoder);
    start(worker.client(1), encoder, 3).get();
    WorkerInfo info = Enquirer.ask(List.of(entry("one", worker)), Patience.LIMIT).getFirst();
    assertTrue(info.pixelRate() > 0, info::toString);
  }

  /// One that cannot be used hides none of the others.
  @Test
  void whoCannotBeUsedIsNamedWithTheReason() throws Exception {
    TestWorker gone = worker(1, new RecordedEncoder());
    gone.unreachable(true);
    TestWorker good = worker(1, new RecordedEncoder());
    TestWorker leaving = worker(1, new RecordedEncoder());
    leaving.service().drain();
    List<WorkerInfo> found =
        Enquirer.ask(
            List.of(
                entry("gone", gone),
                new Listed("guess", "guess", good),
                entry("good", good),
                entry("leaving", leaving)),
            Patience.LIMIT);
    assertEquals(WorkerInfo.absent("gone", "nobody listens"), found.get(0));
    assertEquals(WorkerInfo.absent("guess", "the worker refused the password"), found.get(1));
    assertEquals("", found.get(2).trouble());
    assertTrue(found.get(3).trouble().contains("stops"), found::toString);
  }

  @Test
  void whoIsSilentIsNotWaitedForLong() throws Exception {
    Connector silent = () -> MemoryCarrier.pair().client();
    Connector stuck =
        () -> {
          Thread.sleep(Duration.ofHours(1));
          throw new IOException("never");
        };
    List<WorkerInfo> found =
        Enquirer.ask(
            List.of(
                new Listed("silent", TestWorker.PASSWORD, silent),
                new Listed("stuck", TestWorker.PASSWORD, stuck)),
            SHORT);
    for (WorkerInfo one : found) {
      assertTrue(one.trouble().startsWith("no answer"), one::toString);
    }
    assertEquals(2, found.size());
  }

  @Test
  void manyAreAskedWithoutWaitingForEachOther() throws Exception {
    var service = worker(1, new RecordedEncoder());
    var entries = new ArrayList<Roster.Entry>();
    for (int i = 0; i < 200; i++) {
      entries.add(entry("w" + i, service));
    }
    List<WorkerInfo> found = Enquirer.ask(entries, Patience.LIMIT);
    assertEquals(200, found.size());
    for (WorkerInfo one : found) {
      assertEquals("", one.trouble(), one::toString);
    }
  }

  private TestWorker worker(int slots, RecordedEncoder encoder) {
    var worker = new TestWorker(slots, encoder);
    opened.add(worker);
    return worker;
  }

  private static Roster.Entry entry(String name, TestWorker worker) {
    return new Listed(name, TestWorker.PASSWORD, worker);
  }

  private FutureTask<Void> start(RemoteWorker client, RecordedEncoder encoder, int gops) {
    opened.addFirst(client);
    var leases = new FakeLeases(gops, false, FakeLease.Trouble.NONE);
    var task =
        new FutureTask<Void>(() -> {
          client.run(new RecordedJob(encoder.open(), true), leases, new ListedWorkers());
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  /// A worker of a roster.
  private record Listed(String name, String password, Connector to) implements Roster.Entry {
    @Override
    public int slots() {
      return 1;
    }

    /// The worker outlives it.
    @Override
    public Connector connector() {
      return new Connector() {
        @Override
        public Carrier connect() throws IOException, InterruptedException {
          return to.connect();
        }
      };
    }
  }
}
