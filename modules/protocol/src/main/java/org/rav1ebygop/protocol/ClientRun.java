package org.rav1ebygop.protocol;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;

/// Connects a [ClientLink], again and again, as long as there is work.
final class ClientRun {
  private final ClientLink link;
  private final Dialer dialer;
  private final Presence presence;
  private final Duration patience;

  /// @param patience how long the worker may be out of reach
  ClientRun(ClientLink link, Duration patience) {
    this.link = link;
    this.dialer = link.dialer();
    this.presence = link.presence();
    this.patience = patience;
  }

  /// Returns when there is no more work, or the link is closed.
  ///
  /// @throws GopException of kind ENVIRONMENT when the worker will never be of use
  void run() throws InterruptedException {
    String clock = "the clock of " + link.worker();
    try (var _ = link.tasks().every(Connection.TICK, clock, this::tick);
        var _ = link.pool()) {
      work();
    } finally {
      GopException reason = link.refusal();
      presence.over(reason == null ? "" : reason.getMessage());
    }
    GopException refusal = link.refusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  private void work() throws InterruptedException {
    try {
      while (!link.finished()) {
        converse();
        pause();
      }
      if (!link.isClosed() && link.refusal() == null && !presence.isKnown()) {
        presence.over("it did not answer before the film was finished");
      }
    } finally {
      link.close();
      link.slots().join();
    }
  }

  private void converse() throws InterruptedException {
    Carrier carrier = connect();
    if (carrier != null) {
      long began = System.nanoTime();
      link.converse(carrier);
      dialer.lasted(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private @Nullable Carrier connect() throws InterruptedException {
    try {
      return dialer.dial();
    } catch (IOException e) {
      presence.trouble(String.valueOf(e.getMessage()));
    } catch (GopException e) {
      presence.trouble(e.getMessage());
      link.refuse(e);
    }
    return null;
  }

  /// Waits until it is time to connect again.
  private void pause() throws InterruptedException {
    if (link.finished()) {
      return;
    }
    presence.lost();
    link.pause(dialer.pause());
    if (presence.away(System.nanoTime()).compareTo(patience) > 0) {
      link.refuse(presence.unreachable());
    }
  }

  private void tick() {
    link.tick();
    if (link.finished()) {
      dialer.stop();
    }
    presence.tick(System.nanoTime(), link.traffic());
  }
}
