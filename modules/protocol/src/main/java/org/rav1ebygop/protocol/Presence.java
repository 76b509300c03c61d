package org.rav1ebygop.protocol;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.WorkerListener;

/// Whether a worker is there, as the job is told. Used by any thread.
final class Presence {
  private final String worker;
  private final WorkerListener listener;

  @GuardedBy("this")
  private final Bench bench = new Bench();

  @GuardedBy("this")
  private String trouble = "";

  @GuardedBy("this")
  private RemoteWorker.Traffic told = new RemoteWorker.Traffic(0, 0);

  @GuardedBy("this")
  private long seen = System.nanoTime();

  @GuardedBy("this")
  private int slots;

  /// Whether the job believes that the worker is there.
  @GuardedBy("this")
  private boolean present;

  /// Whether the job was told that the worker is not there.
  @GuardedBy("this")
  private boolean reported;

  Presence(String worker, WorkerListener listener) {
    this.worker = worker;
    this.listener = listener;
  }

  /// What ended or prevented a connection.
  synchronized void trouble(String reason) {
    trouble = reason;
  }

  synchronized void joined(int count) {
    slots = count;
    appear();
  }

  /// The connection is gone, or there was none.
  synchronized void lost() {
    if (present) {
      seen = System.nanoTime();
    }
    vanish(trouble);
  }

  /// How long there has been no connection.
  synchronized Duration away(long now) {
    return Duration.ofNanos(now - seen);
  }

  synchronized GopException unreachable() {
    return GopException.environment("%s cannot be reached: %s".formatted(worker, trouble), null);
  }

  synchronized boolean benched() {
    return bench.isBenched();
  }

  synchronized void succeeded() {
    bench.succeeded();
  }

  synchronized void failed(String reason, long now) {
    Duration time = bench.failed(now);
    if (time.isPositive()) {
      vanish(String.format(Locale.ROOT, "left alone for %d s: %s", time.toSeconds(), reason));
    }
  }

  synchronized void tick(long now, RemoteWorker.Traffic traffic) {
    if (bench.ends(now)) {
      appear();
    }
    if (!traffic.equals(told)) {
      told = traffic;
      listener.traffic(worker, traffic.sent(), traffic.received());
    }
  }

  /// Whether the job was told anything of it.
  synchronized boolean isKnown() {
    return present || reported;
  }

  /// The end.
  ///
  /// @param reason empty when it is in order
  synchronized void over(String reason) {
    if (present || (!reported && !reason.isEmpty())) {
      vanish(reason);
    }
  }

  private synchronized void appear() {
    if (!present && !bench.isBenched()) {
      listener.joined(worker, slots);
      present = true;
      reported = false;
    }
  }

  private synchronized void vanish(String reason) {
    if (present || !reported) {
      listener.left(worker, reason);
    }
    present = false;
    reported = true;
  }
}
