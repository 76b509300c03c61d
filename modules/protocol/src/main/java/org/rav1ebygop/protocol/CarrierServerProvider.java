package org.rav1ebygop.protocol;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Provider;

/// Makes workers known to clients, and takes their connections: the other end of a transport of the
/// same id.
public interface CarrierServerProvider extends Provider {
  /// Begins to take connections.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when an option makes no sense, of kind
  ///   ENVIRONMENT when no client could come
  CarrierServer start(Options options, CarrierServer.Worker worker) throws InterruptedException;

  /// The password of a worker whose user has set none; null when one must be set, since nobody else
  /// decides who may come.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when an option makes no sense
  default @Nullable String usualPassword(Options options) {
    return null;
  }
}
