package org.rav1ebygop.plugin.transport.nats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.TransportProvider;
import org.rav1ebygop.protocol.RemoteWorker;
import org.rav1ebygop.protocol.WorkerEvents;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.TransportContract;

/// A worker that is reached over NATS is a transport like any other.
class RemoteWorkerOverNatsTest extends TransportContract {
  private static final String PASSWORD = "correct horse battery staple";

  private final List<Runnable> closing = new ArrayList<>();

  @AfterEach
  void close() {
    closing.reversed().forEach(Runnable::run);
  }

  @Override
  protected Transport transport(int slots, RecordedEncoder encoder) {
    try {
      NatsServer server = NatsServer.start(-1);
      closing.add(server::close);
      var settings = new NatsFarm.Settings(server.url(), "test", Duration.ofMinutes(1));
      NatsFarm there = NatsFarm.connect(settings);
      closing.add(there::close);
      NatsFarm here = NatsFarm.connect(settings);
      closing.add(here::close);
      var service =
          new WorkerService(
              new WorkerService.Settings(
                  "test 1", PASSWORD, slots, List.of(encoder), new Local(), null),
              new Silent());
      closing.add(service::close);
      there.serve("one", service::accept);
      return new RemoteWorker(
          new RemoteWorker.Settings(
              "test", PASSWORD, "client 1", slots, 1 << 20, Duration.ofMinutes(1)),
          () -> here.connect("one"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected boolean remote() {
    return true;
  }

  /// Runs encoders in this process.
  private static final class Local implements TransportProvider {
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

  private static final class Silent implements WorkerEvents {
    @Override
    public void opened(String client, String job) {}

    @Override
    public void ended(String client, String reason) {}

    @Override
    public void started(String client, WorkerEvents.Gop gop) {}

    @Override
    public void finished(String client, WorkerEvents.Gop gop, int frames, Duration time) {}

    @Override
    public void failed(String client, WorkerEvents.Gop gop, String reason, boolean fault) {}
  }
}
