package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Makes connections to one worker, one at a time, until it is stopped, and knows how long to wait
/// before the next one. Used by any thread.
final class Dialer {
  private final Connector connector;

  @GuardedBy("this")
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), new SecureRandom());

  @GuardedBy("this")
  private @Nullable Thread dialing;

  @GuardedBy("this")
  private boolean stopped;

  Dialer(Connector connector) {
    this.connector = connector;
  }

  /// Waits for a connection. Called by one thread.
  ///
  /// @return null when this was stopped
  @Nullable Carrier dial() throws IOException, InterruptedException {
    synchronized (this) {
      if (stopped) {
        return null;
      }
      dialing = Thread.currentThread();
    }
    try {
      return connector.connect();
    } catch (InterruptedException e) {
      if (isStopped()) {
        return null;
      }
      throw e;
    } finally {
      ended();
    }
  }

  /// How long to wait now.
  synchronized Duration pause() {
    return backoff.next();
  }

  /// A connection ended that lasted so long.
  synchronized void lasted(Duration time) {
    backoff.lasted(time);
  }

  /// The worker is worth coming back to at once.
  synchronized void succeeded() {
    backoff.reset();
  }

  /// Nobody wants a connection any more. May be called several times; only the first one
  /// interrupts, so that a connector that gives up can still tell the other side.
  synchronized void stop() {
    if (!stopped && dialing != null) {
      dialing.interrupt();
    }
    stopped = true;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /// An interrupt of [#stop] is meant for the connector alone.
  private synchronized void ended() {
    dialing = null;
    if (stopped) {
      Thread.interrupted();
    }
  }
}
