package org.rav1ebygop.worker;

import java.time.Duration;
import java.util.Locale;
import org.rav1ebygop.protocol.WorkerEvents;
import org.slf4j.Logger;

/// Writes what happens into the log, one line each.
final class EventLog implements WorkerEvents {
  private final Logger log;

  EventLog(Logger log) {
    this.log = log;
  }

  @Override
  public void opened(String client, String job) {
    log.info("{} has come: {}", client, job);
  }

  @Override
  public void ended(String client, String reason) {
    log.info("{} has gone: {}", client, reason);
  }

  @Override
  public void started(String client, Gop gop) {
    log.debug("{} of {} begins", gop, client);
  }

  @Override
  public void finished(String client, Gop gop, int frames, Duration time) {
    double seconds = Math.max(1, time.toMillis()) / 1000.0;
    log.info(
        "{} of {} is done: {} frames in {} s, {} fps",
        gop,
        client,
        frames,
        String.format(Locale.ROOT, "%.1f", seconds),
        String.format(Locale.ROOT, "%.1f", frames / seconds));
  }

  @Override
  public void failed(String client, Gop gop, String reason, boolean fault) {
    if (fault) {
      log.warn("{} of {} failed: {}", gop, client, reason);
    } else {
      log.info("{} of {} is not wanted any more: {}", gop, client, reason);
    }
  }
}
