package org.rav1ebygop.api.spi;

import java.time.Duration;
import java.util.List;
import org.rav1ebygop.api.Options;

/// Makes transports.
public interface TransportProvider extends Provider {
  /// A transport for one job; nothing is started yet.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when an option makes no sense
  Transport open(Options options);

  /// Whether its slots are on other machines: then this machine encodes beside them.
  default boolean isElsewhere() {
    return false;
  }

  /// Who offers slots on other machines now, those that are listed but cannot be used included.
  /// Nothing is left behind.
  ///
  /// @param patience how long to wait for answers
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when an option makes no sense, of kind
  ///   ENVIRONMENT when nobody can be asked
  default List<WorkerInfo> workers(Options options, Duration patience) throws InterruptedException {
    return List.of();
  }
}
