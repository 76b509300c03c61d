package org.rav1ebygop.engine.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.job.WorkerStatus;

/// What each worker has done so far, and how fast its slots are. Guarded by the lock of the
/// [LeaseState].
final class WorkerBoard {
  /// So many leases in a row that came to nothing because the machine of a worker lacks something.
  private static final int TROUBLED = 5;

  private final LongSupplier clock;
  private final Map<String, Worker> workers = new HashMap<>();
  private long frames;
  private double seconds;

  /// @param clock in nanoseconds
  WorkerBoard(LongSupplier clock) {
    this.clock = clock;
  }

  void joined(String name, int slots) {
    Worker worker = worker(name);
    worker.present = true;
    worker.away = false;
    worker.slots = slots;
    worker.reason = "";
  }

  void left(String name, String reason) {
    Worker worker = worker(name);
    worker.present = false;
    worker.away = !reason.isEmpty();
    worker.reason = reason;
  }

  /// It will not come back.
  void gone(String name) {
    worker(name).away = false;
  }

  /// Whether a worker is missed that may come back.
  boolean anyAway() {
    return workers.values().stream().anyMatch(worker -> worker.away);
  }

  /// Whether a worker is there that has more slots than that many which do not come back.
  boolean anyWithMore(ToIntFunction<String> lost) {
    return workers.entrySet().stream()
        .anyMatch(e -> e.getValue().present && e.getValue().slots > lost.applyAsInt(e.getKey()));
  }

  void traffic(String name, long sent, long received) {
    Worker worker = worker(name);
    worker.sent = sent;
    worker.received = received;
  }

  /// A slot has begun to encode.
  ///
  /// @param alone whether its worker encodes nothing else until it has ended
  void leased(Slot slot, boolean alone) {
    Worker worker = worker(slot.worker());
    if (worker.busy++ == 0) {
      worker.since = clock.getAsLong();
    }
    worker.alone = alone;
  }

  /// How many slots of a worker encode.
  int busy(String name) {
    return worker(name).busy;
  }

  /// Whether a slot of a worker encodes that is to be the only one.
  boolean isAlone(String name) {
    Worker worker = worker(name);
    return worker.alone && worker.busy > 0;
  }

  /// A slot has ended what it began.
  void ended(Slot slot) {
    Worker worker = worker(slot.worker());
    if (--worker.busy == 0) {
      worker.nanos += clock.getAsLong() - worker.since;
    }
  }

  /// A slot has finished a GOP.
  ///
  /// @param time that took it
  void stored(Slot slot, int gopFrames, Duration time) {
    Worker worker = worker(slot.worker());
    worker.gops++;
    worker.troubles = 0;
    worker.frames += gopFrames;
    worker.seconds += time.toNanos() / 1e9;
    frames += gopFrames;
    seconds += time.toNanos() / 1e9;
  }

  /// An attempt came to nothing.
  void failed(Slot slot) {
    worker(slot.worker()).failed++;
  }

  /// The machine of a slot lacked something. What its other slots had then counts as the same.
  ///
  /// @param lease number of the lease
  /// @param last number of the last lease that was given
  void troubled(Slot slot, long lease, long last) {
    Worker worker = worker(slot.worker());
    if (lease > worker.troubledUpTo) {
      worker.troubles++;
      worker.troubledUpTo = last;
    }
  }

  /// Whether every worker, also those that are away, lacks something again and again.
  boolean allTroubled() {
    return workers.values().stream()
        .filter(worker -> worker.present || worker.away || worker.troubles > 0)
        .allMatch(worker -> worker.troubles >= TROUBLED);
  }

  /// Frames per second of one slot of a worker, by the GOPs that it has finished; 0 when there are
  /// none.
  double pace(String name) {
    Worker worker = worker(name);
    return worker.seconds > 0 ? worker.frames / worker.seconds : 0;
  }

  /// The same of a slot of any worker.
  double pace() {
    return seconds > 0 ? frames / seconds : 0;
  }

  /// All workers that were ever heard of, this machine first.
  ///
  /// @param leases that are out
  List<WorkerStatus> status(List<GopLease> leases) {
    var unfinished = new HashMap<String, Long>();
    for (GopLease lease : leases) {
      unfinished.merge(lease.claim().slot().worker(), lease.received(), Long::sum);
    }
    var all = new ArrayList<WorkerStatus>();
    workers.forEach((name, worker) ->
        all.add(worker.status(name, unfinished.getOrDefault(name, 0L), clock.getAsLong())));
    all.sort(
        Comparator.comparing((WorkerStatus w) -> !w.worker().equals(Slot.LOCAL))
            .thenComparing(WorkerStatus::worker));
    return all;
  }

  private Worker worker(String name) {
    return workers.computeIfAbsent(name, _ -> new Worker());
  }

  private static final class Worker {
    private boolean present;
    private boolean away;
    private boolean alone;
    private int slots;
    private int busy;
    private int gops;
    private long frames;
    private double seconds;
    private int failed;
    private int troubles;
    private long troubledUpTo;
    private long since;
    private long nanos;
    private long sent = -1;
    private long received = -1;
    private String reason = "";

    WorkerStatus status(String name, long unfinished, long now) {
      return new WorkerStatus(
          name,
          present,
          slots,
          busy,
          gops,
          frames + unfinished,
          Duration.ofNanos(busy > 0 ? nanos + now - since : nanos),
          failed,
          sent,
          received,
          reason);
    }
  }
}
