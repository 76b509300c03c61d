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
import org.rav1ebygop.protocol.Carrier;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerEvents;
import org.rav1ebygop.protocol.WorkerService;
import org.rav1ebygop.testkit.PlainTransport;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.TransportContract;

/// The slots of a worker of a farm are a transport like any other.
class NatsTransportTest extends TransportContract {
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
      Options farm = Options.NONE.with("nats", server.url()).with("farm", "test");
      String password = new NatsServerProvider().usualPassword(farm);
      var service =
          WorkerService.withKnownPassword(
              new WorkerService.Settings(
                  "test 1",
                  password,
                  slots,
                  List.of(encoder),
                  List.of("recorded 1"),
                  new Local(),
                  null),
              new Silent());
      closing.add(service::close);
      closing.add(new NatsServerProvider().start(farm, new Served(service))::close);
      return new NatsTransportProvider().open(farm);
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

  private record Served(WorkerService service) implements CarrierServer.Worker {
    @Override
    public String software() {
      return "test 1.0.0";
    }

    @Override
    public List<String> encoders() {
      return List.of("recorded 1");
    }

    @Override
    public WorkerService.Load load() {
      return service.load();
    }

    @Override
    public void accept(Carrier carrier) {
      service.accept(carrier);
    }
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
