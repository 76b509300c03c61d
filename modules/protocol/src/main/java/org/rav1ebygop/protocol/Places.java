package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.rav1ebygop.protocol.session.WorkerJob;

/// Shares the places of a worker among its clients: the one with the fewest gets the next, the one
/// that waits longest among equals. An offer that is not used while another client could use it is
/// taken back.
final class Places {
  /// How long an offer may be unused while others wait.
  private static final Duration UNUSED = Duration.ofSeconds(5);

  /// How long a client that did not use an offer has to wait while others could.
  private static final Duration PENALTY = Duration.ofSeconds(30);

  private final int places;
  private final Map<WorkerJob, Turn> turns = new HashMap<>();
  private long count;

  /// When a job was served last.
  private static final class Turn {
    private long order;
    private long offeredAt;
    private long notBefore;
  }

  Places(int places) {
    this.places = places;
  }

  void add(WorkerJob job, long now) {
    Turn turn = new Turn();
    turn.notBefore = now;
    turns.put(job, turn);
  }

  void remove(WorkerJob job) {
    turns.remove(job);
  }

  /// Places in use, the offers included.
  int used() {
    return turns.keySet().stream().mapToInt(WorkerJob::places).sum();
  }

  /// Offers what is free.
  ///
  /// @param now of [System#nanoTime]
  void distribute(long now) {
    takeBack(now);
    for (int free = places - used(); free > 0; free--) {
      Optional<WorkerJob> next =
          turns.keySet().stream()
              .filter(job -> wants(job, now))
              .min(
                  Comparator.comparingInt(WorkerJob::places)
                      .thenComparingLong(job -> turn(job).order));
      if (next.isEmpty()) {
        return;
      }
      WorkerJob job = next.get();
      Turn turn = turn(job);
      turn.order = ++count;
      if (job.unused() == 0) {
        turn.offeredAt = now;
      }
      job.offer();
    }
  }

  /// Whether a client is here that gets nothing because others have it all.
  ///
  /// @param now of [System#nanoTime]
  boolean starving(long now) {
    return used() >= places
        && turns.keySet().stream().anyMatch(job -> job.places() == 0 && wants(job, now));
  }

  private void takeBack(long now) {
    if (used() < places) {
      return;
    }
    for (WorkerJob job : turns.keySet()) {
      Turn turn = turn(job);
      boolean stale = job.unused() > 0 && now - turn.offeredAt > UNUSED.toNanos();
      if (stale && othersWant(job, now)) {
        job.takeBack();
        turn.notBefore = now + PENALTY.toNanos();
      }
    }
  }

  private boolean othersWant(WorkerJob one, long now) {
    return turns.keySet().stream()
        .anyMatch(job -> job != one && job.unused() == 0 && wants(job, now));
  }

  private boolean wants(WorkerJob job, long now) {
    return job.attached() && job.places() < job.job().slots() && now - turn(job).notBefore >= 0;
  }

  private Turn turn(WorkerJob job) {
    Turn turn = turns.get(job);
    if (turn == null) {
      throw new IllegalStateException("a job that was not added");
    }
    return turn;
  }
}
