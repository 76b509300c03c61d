package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.WorkerListener;

/// Whether a worker is there, as the job is told. Guarded by the lock of the link.
final class Presence {
  private final String worker;
  private final WorkerListener listener;
  private final Bench bench = new Bench();
  private String trouble = "";
  private RemoteWorker.Traffic told = new RemoteWorker.Traffic(0, 0);
  private long seen = System.nanoTime();
  private int slots;

  /// Whether the job believes that the worker is there.
  private boolean present;

  /// Whether the job was told that the worker is not there.
  private boolean reported;

  Presence(String worker, WorkerListener listener) {
    this.worker = worker;
    this.listener = listener;
  }

  /// What ended or prevented a connection.
  void trouble(String reason) {
    trouble = reason;
  }

  void joined(int count) {
    slots = count;
    appear();
  }

  /// The connection is gone, or there was none.
  void lost() {
    if (present) {
      seen = System.nanoTime();
    }
    vanish(trouble);
  }

  /// How long there has been no connection.
  Duration away(long now) {
    return Duration.ofNanos(now - seen);
  }

  GopException unreachable() {
    return GopException.environment("%s cannot be reached: %s".formatted(worker, trouble), null);
  }

  boolean benched() {
    return bench.isBenched();
  }

  void succeeded() {
    bench.succeeded();
  }

  void failed(String reason, long now) {
    Duration time = bench.failed(now);
    if (time.isPositive()) {
      vanish(String.format(Locale.ROOT, "left alone for %d s: %s", time.toSeconds(), reason));
    }
  }

  void tick(long now, RemoteWorker.Traffic traffic) {
    if (bench.ends(now)) {
      appear();
    }
    if (!traffic.equals(told)) {
      told = traffic;
      listener.traffic(worker, traffic.sent(), traffic.received());
    }
  }

  /// The end.
  ///
  /// @param reason null when it is in order
  void over(@Nullable GopException reason) {
    if (present) {
      vanish(reason == null ? "" : reason.getMessage());
    }
  }

  private void appear() {
    if (!present && !bench.isBenched()) {
      listener.joined(worker, slots);
      present = true;
      reported = false;
    }
  }

  private void vanish(String reason) {
    if (present || !reported) {
      listener.left(worker, reason);
    }
    present = false;
    reported = true;
  }
}
