package org.rav1ebygop.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.testkit.Patience;
import org.rav1ebygop.testkit.PlainTransport;

/// A worker inside this process, reached over [MemoryCarrier].
final class TestWorker implements Connector {
  static final String PASSWORD = "correct horse battery staple";

  private final WorkerService service;
  private final Log log = new Log();
  private volatile UnaryOperator<Carrier> clientSide = carrier -> carrier;
  private volatile boolean unreachable;

  TestWorker(int slots, EncoderBackendProvider encoder) {
    this(slots, encoder, new Local());
  }

  TestWorker(int slots, EncoderBackendProvider encoder, TransportProvider local) {
    service = new WorkerService(service(slots, encoder, local), log);
  }

  /// What such a worker is.
  static WorkerService.Settings service(
      int slots, EncoderBackendProvider encoder, TransportProvider local) {
    return new WorkerService.Settings(
        "test 1",
        PASSWORD,
        slots,
        Long.MAX_VALUE,
        List.of(encoder),
        List.of("recorded 1"),
        local,
        null);
  }

  /// What the worker tells.
  Log log() {
    return log;
  }

  WorkerService service() {
    return service;
  }

  /// What carriers of clients are wrapped in from now on.
  void wrap(UnaryOperator<Carrier> wrapper) {
    clientSide = wrapper;
  }

  void unreachable(boolean value) {
    unreachable = value;
  }

  /// A transport with the slots of this worker.
  RemoteWorker client(int slots) {
    return client(slots, PASSWORD);
  }

  RemoteWorker client(int slots, String password) {
    return new RemoteWorker(settings(slots, password), this);
  }

  static RemoteWorker.Settings settings(int slots) {
    return settings(slots, PASSWORD);
  }

  private static RemoteWorker.Settings settings(int slots, String password) {
    return new RemoteWorker.Settings("test", password, "client 1", slots, 1 << 20, Patience.LIMIT);
  }

  @Override
  public Carrier connect() throws IOException {
    if (unreachable) {
      throw new IOException("nobody listens");
    }
    MemoryCarrier.Pair pair = MemoryCarrier.pair();
    service.accept(pair.worker());
    return clientSide.apply(pair.client());
  }

  @Override
  public void close() {
    service.close();
  }

  /// Runs encoders in this process.
  static final class Local implements TransportProvider {
    @Override
    public String id() {
      return "local";
    }

    @Override
    public String description() {
      return "in this process";
    }

    @Override
    public Transport open(Options options) {
      return new PlainTransport(options.getInt("slots", 1, 1, 1));
    }
  }

  /// Lines, one for each event.
  static final class Log implements WorkerEvents {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    List<String> lines() {
      return lines;
    }

    @Override
    public void opened(String client, String job) {
      lines.add("opened " + client + ": " + job);
    }

    @Override
    public void ended(String client, String reason) {
      lines.add("ended " + client + ": " + reason);
    }

    @Override
    public void started(String client, Gop gop) {
      lines.add("started " + gop);
    }

    @Override
    public void finished(String client, Gop gop, int frames, Duration time) {
      lines.add(String.format(Locale.ROOT, "finished %s, %d frames", gop, frames));
    }

    @Override
    public void failed(String client, Gop gop, String reason, boolean fault) {
      lines.add("failed %s: %s (%s)".formatted(gop, reason, fault ? "fault" : "not wanted"));
    }

    @Nullable String first(String beginning) {
      return lines.stream().filter(line -> line.startsWith(beginning)).findFirst().orElse(null);
    }
  }
}
