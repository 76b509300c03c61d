package org.rav1ebygop.plugin.transport.nats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.nats.client.Connection;
import io.nats.service.Service;
import io.nats.service.ServiceEndpoint;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.CarrierServer;

/// A worker in its farm: a NATS service that says who and how busy it is, and where clients come.
final class Announcement implements CarrierServer, NatsFarm.Events {
  /// A child of the log of the worker, which decides what is shown.
  private static final System.Logger LOG = System.getLogger("org.rav1ebygop.worker.nats");

  /// What the Services API takes for a version.
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  private static final Duration GOODBYE = Duration.ofSeconds(1);

  /// New for each run.
  private final String address;

  private final FarmSettings settings;
  private final String name;
  private final CarrierServer.Worker worker;
  private final NatsFarm farm;

  @GuardedBy("this")
  private @Nullable Service service;

  private Announcement(FarmSettings settings, String name, CarrierServer.Worker worker) {
    this.settings = settings;
    this.address = settings.user() + "." + NatsFarm.newId();
    this.name = name;
    this.worker = worker;
    this.farm = new NatsFarm(settings, this);
  }

  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when the server does not let us in
  static Announcement start(FarmSettings settings, String name, CarrierServer.Worker worker)
      throws InterruptedException {
    var announcement = new Announcement(settings, name, worker);
    try {
      announcement.farm.start();
      announcement.farm.awaitFirst();
      return announcement;
    } catch (RuntimeException | InterruptedException e) {
      announcement.close();
      throw e;
    }
  }

  @Override
  public String place() {
    return "%s, farm %s, as %s".formatted(settings.shown(), settings.farm(), name);
  }

  @Override
  public synchronized void connected(Connection nats) {
    Matcher version = VERSION.matcher(worker.software());
    var hello =
        ServiceEndpoint.builder()
            .endpointName("hello")
            .endpointSubject(settings.hello(address, "*"))
            .handler(request ->
                farm.accept(
                    request.getSubject(), request.getReplyTo(), request.getData(), worker::accept))
            .statsDataSupplier(() -> Sighting.data(worker.load()))
            .build();
    Service made =
        Service.builder()
            .connection(nats)
            .name(Sighting.SERVICE)
            .description("encodes GOPs for rav1e-by-gop")
            .version(version.find() ? version.group() : "0.0.0")
            .metadata(Sighting.metadata(settings.farm(), address, name, worker))
            .addServiceEndpoint(hello)
            .build();
    var _ = made.startService();
    service = made;
  }

  @Override
  public void told(String line) {
    LOG.log(System.Logger.Level.WARNING, line);
  }

  /// Clients that look know at once that the worker has left.
  @Override
  public void close() {
    Service running;
    synchronized (this) {
      running = service;
      service = null;
    }
    Connection nats = farm.connection();
    if (running != null && nats != null) {
      try {
        running.stop(false);
        nats.publish(settings.left(address), new byte[0]);
        nats.flush(GOODBYE);
      } catch (IllegalStateException | TimeoutException _) {
        // without a connection nobody can be told; clients notice the silence
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    farm.close();
  }
}
