package org.rav1ebygop.protocol;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.TransportProvider;

/// A worker: encodes GOPs for the clients that come over carriers.
public final class WorkerService implements AutoCloseable {
  /// What a worker is.
  ///
  /// @param software name and version, for humans
  /// @param password not empty
  /// @param slots encoders at a time, for all clients together, 1 or more
  /// @param backends that may be used
  /// @param local runs one encoder at a time on this machine
  /// @param spool folder for frames that have come and cannot be encoded yet; null to have them
  ///   wait at the client
  public record Settings(
      String software,
      String password,
      int slots,
      List<EncoderBackendProvider> backends,
      TransportProvider local,
      @Nullable Path spool) {}

  /// What a worker does at the moment.
  ///
  /// @param clients with a job, connected or expected back
  public record Load(int slots, int busy, int clients, boolean draining) {}

  /// A worker without clients.
  public WorkerService(Settings settings, WorkerEvents events) {}

  /// Takes a connection that was just made and is not started; closes it when there are too many.
  public void accept(Carrier carrier) {}

  /// At the moment.
  public Load load() {
    return new Load(1, 0, 0, false);
  }

  /// Grants no more leases. Those that are open go on.
  public void drain() {}

  /// Waits until no lease is open.
  ///
  /// @return false when some still are
  public boolean awaitDrained(Duration limit) throws InterruptedException {
    return true;
  }

  /// Ends everything, encoders included, and tells the clients.
  @Override
  public void close() {}
}
