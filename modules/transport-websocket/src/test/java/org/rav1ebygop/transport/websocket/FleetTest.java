package org.rav1ebygop.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.ReservedPort;

/// Workers come and go while a job runs.
@Tag("waits")
class FleetTest {
  @TempDir Path folder;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final CountDownLatch workIsOver = new CountDownLatch(1);
  private final TestWorker one = new TestWorker(1, new RecordedEncoder(), null);
  private final TestWorker two = new TestWorker(1, new RecordedEncoder(), null);

  /// Nobody listens there unless a test does.
  private final ReservedPort free = new ReservedPort();

  FleetTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    one.close();
    two.close();
    free.close();
  }

  @Test
  void workersThatAreAddedJoinAndWorkersThatAreTakenAwayLeave() throws Exception {
    write(one.toml("name = \"one\""));
    try (Transport transport = transport(300)) {
      FutureTask<Void> run = start(transport);
      assertEquals("one joined", events.take());
      write(one.toml("name = \"one\"") + two.toml("name = \"two\""));
      assertEquals("two joined", events.take());
      write(two.toml("name = \"two\""));
      assertEquals("one left: ", events.take());
      workIsOver.countDown();
      run.get();
      assertEquals("two left: ", events.take());
    }
  }

  @Test
  void whoeverCanListenOnTheWayIsWarnedOfOnce() throws Exception {
    String away = one.toml("name = \"away\"").replace("127.0.0.1", "worker.invalid");
    write(one.toml("name = \"one\"") + away);
    try (Transport transport = transport(300)) {
      FutureTask<Void> run = start(transport);
      String warning = events.take();
      assertTrue(warning.startsWith("warning no TLS to away: "), warning);
      Set<String> next = new HashSet<>();
      while (next.size() < 2) {
        next.add(nameIn(events.take()));
      }
      assertEquals(Set.of("one joined", "away left"), next);
      write(one.toml("name = \"one\"") + away + two.toml("name = \"two\""));
      assertEquals("two joined", events.take());
      workIsOver.countDown();
      run.get();
    }
  }

  private static String nameIn(String event) {
    return event.replaceFirst(":.*", "");
  }

  @Test
  void aFileThatBecomesWrongIsToldOnceAndChangesNothing() throws Exception {
    write(one.toml("name = \"one\""));
    try (Transport transport = transport(300)) {
      FutureTask<Void> run = start(transport);
      assertEquals("one joined", events.take());
      write(one.toml("name = \"one\"\nslots = 0"));
      String warning = events.take();
      assertTrue(warning.startsWith("warning " + file() + ", line 6, column"), warning);
      write(one.toml("name = \"one\"") + two.toml("name = \"two\""));
      assertEquals("two joined", events.take());
      workIsOver.countDown();
      run.get();
    }
  }

  @Test
  void aWorkerThatCannotBeReachedIsNamedOnceAndJoinsWhenItIsThere() throws Exception {
    int port = free.number();
    write(one.toml("name = \"one\"") + TestWorker.toml(port, "name = \"late\""));
    try (Transport transport = transport(300)) {
      FutureTask<Void> run = start(transport);
      Set<String> first = new HashSet<>();
      while (first.size() < 2) {
        first.add(nameIn(events.take()));
      }
      assertEquals(Set.of("one joined", "late left"), first);
      try (var late = new TestWorker(1, new RecordedEncoder(), null, port)) {
        assertEquals(port, late.port());
        assertEquals("late joined", events.take());
        workIsOver.countDown();
        run.get();
      }
    }
  }

  @Test
  void whenNobodyCanBeReachedTheWorkEndsAllTheSame() throws Exception {
    write(TestWorker.toml(free.number(), "name = \"gone\""));
    try (Transport transport = transport(0)) {
      FutureTask<Void> run = start(transport);
      assertTrue(events.take().startsWith("gone left: 127.0.0.1:"));
      workIsOver.countDown();
      run.get();
    }
  }

  @Test
  void whenNobodyCanBeReachedForTooLongItFails() throws Exception {
    write(TestWorker.toml(free.number(), "name = \"gone\""));
    try (Transport transport = transport(1)) {
      GopException e = failure(start(transport));
      assertTrue(e.getMessage().contains("no worker of " + file()), e::getMessage);
      assertTrue(e.getMessage().contains("nobody listens there"), e::getMessage);
    }
  }

  @Test
  void whenAllRefuseItFailsAtOnceAndNamesTheReason() throws Exception {
    write(one.toml("name = \"one\"").replace(TestWorker.PASSWORD, "wrong"));
    try (Transport transport = transport(300)) {
      GopException e = failure(start(transport));
      assertTrue(e.getMessage().contains("one: "), e::getMessage);
      assertTrue(e.getMessage().contains("password"), e::getMessage);
    }
  }

  private static GopException failure(FutureTask<Void> run) {
    Throwable e = assertThrows(ExecutionException.class, run::get).getCause();
    GopException failure = assertInstanceOf(GopException.class, e);
    assertEquals(GopException.Kind.ENVIRONMENT, failure.kind());
    return failure;
  }

  private Path file() {
    return folder.resolve("workers.toml");
  }

  /// Replaces the file at once, as an editor does.
  private void write(String toml) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), toml);
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Transport transport(int patience) {
    return new WebSocketTransportProvider()
        .open(Options.NONE.with("workers", file().toString()).with("patience", "" + patience));
  }

  private FutureTask<Void> start(Transport transport) {
    var task =
        new FutureTask<Void>(() -> {
          transport.run(new Job(), leases(), new Told());
          return null;
        });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private Leases leases() {
    return new Leases() {
      @Override
      public @Nullable Lease take(Slot slot) throws InterruptedException {
        workIsOver.await();
        return null;
      }

      @Override
      public boolean over() {
        return workIsOver.getCount() == 0;
      }
    };
  }

  private static final class Job implements EncodeJob {
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
      throw GopException.environment("none here", null);
    }

    @Override
    public boolean admit(EncoderIdentity identity) {
      return true;
    }
  }

  private final class Told implements WorkerListener {
    @Override
    public void joined(String worker, int slots) {
      events.add(worker + " joined");
    }

    @Override
    public void left(String worker, String reason) {
      events.add(worker + " left: " + reason);
    }

    @Override
    public void warning(String message) {
      events.add("warning " + message);
    }
  }
}
