package org.rav1ebygop.plugin.transport.nats;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;

/// Workers of a farm in a process of their own, which ends with its standard input. Every fifth
/// goes and comes back over a new connection while it encodes; each second time the whole worker
/// starts anew.
final class FarmProcess implements AutoCloseable {
  private static final String READY = "ready";
  private static final int GOES = 5;

  /// At which of its GOPs a worker goes, and which after that.
  private static final int FIRST = 3;

  private static final int EVERY = 20;
  private static final int TIMES = 3;

  private static final File LOG = new File("target/farm-workers.log");

  private final Process process;

  /// Waits until all of them are there.
  FarmProcess(String url, int workers) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    process =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                FarmProcess.class.getName(),
                url,
                Integer.toString(workers))
            .redirectError(LOG)
            .start();
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    if (!READY.equals(line)) {
      throw new IOException("the workers did not start: %s; see %s".formatted(line, LOG));
    }
  }

  /// Workers that go, when there are so many.
  static int going(int workers) {
    return (workers + GOES - 1) / GOES;
  }

  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Path.of("target/test-classes").toAbsolutePath().toString(),
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path"));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /// @param args address of the NATS server, number of workers
  public static void main(String... args) throws Exception {
    var started = new ArrayList<Future<?>>();
    try (var starting = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        Options farm = Options.NONE.with("nats", args[0]).with("name", "w" + i);
        boolean goes = i % GOES == 0;
        started.add(starting.submit(new One(farm, goes)));
      }
    }
    for (Future<?> each : started) {
      each.get();
    }
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // until who started it has ended
    }
    System.exit(0);
  }

  /// One worker.
  private static final class One implements Callable<@Nullable Void> {
    private final Options farm;
    private final boolean goes;
    private final CompletableFuture<FarmWorker> worker = new CompletableFuture<>();
    private int begun;
    private int gone;

    One(Options farm, boolean goes) {
      this.farm = farm;
      this.goes = goes;
    }

    @Override
    public @Nullable Void call() throws InterruptedException {
      var encoder = goes ? new RecordedEncoder(this::fault) : new RecordedEncoder();
      worker.complete(new FarmWorker(farm, 1, encoder));
      return null;
    }

    /// The packets of that GOP are held back until the worker is gone, so that a lease is lost.
    private EncoderFault fault(long firstFrame, int attempt) {
      if (begun++ % EVERY != FIRST - 1 || gone == TIMES) {
        return EncoderFault.NONE;
      }
      boolean anew = gone++ % 2 == 1;
      var back = new CompletableFuture<Void>();
      Thread.ofPlatform().daemon().start(() -> comeBack(anew, back));
      return new EncoderFault.Hold(0, back);
    }

    private void comeBack(boolean anew, CompletableFuture<Void> back) {
      try {
        worker.join().comeBack(anew);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        back.complete(null);
      }
    }
  }
}
