package org.rav1ebygop.protocol;

import java.io.IOException;

/// Makes connections to one worker.
public interface Connector extends AutoCloseable {
  /// A new connection, not started.
  ///
  /// @throws IOException when there is none to be had now; the message is one line
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when there will be none before
  ///   somebody changes something
  Carrier connect() throws IOException, InterruptedException;

  /// Ends its connections.
  @Override
  default void close() {}
}
