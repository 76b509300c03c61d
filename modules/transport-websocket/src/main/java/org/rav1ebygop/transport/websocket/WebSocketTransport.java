package org.rav1ebygop.transport.websocket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;

/// The workers of a file, for one job.
final class WebSocketTransport implements Transport {
  private final WatchedFile file;
  private final Duration patience;
  private @Nullable Fleet fleet;
  private boolean closed;

  /// @param patience how long no worker may be there before this fails
  WebSocketTransport(WatchedFile file, Duration patience) {
    this.file = file;
    this.patience = patience;
  }

  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    var mine = new Fleet(file, patience, job, leases, listener);
    synchronized (this) {
      if (closed) {
        return;
      }
      fleet = mine;
    }
    mine.run();
  }

  @Override
  public void close() {
    Fleet mine;
    synchronized (this) {
      closed = true;
      mine = fleet;
    }
    if (mine != null) {
      mine.close();
    }
  }
}
