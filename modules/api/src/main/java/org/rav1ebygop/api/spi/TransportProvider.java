package org.rav1ebygop.api.spi;

import org.rav1ebygop.api.Options;

/// Makes transports.
public interface TransportProvider extends Provider {
  /// A transport for one job; nothing is started yet.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when an option makes no sense
  Transport open(Options options);
}
