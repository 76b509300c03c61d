package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shares the places of a worker among its peers, and those of a peer among its jobs: the one with
/// the fewest gets the next, the one that waits longest among equals. So many jobs of one peer get
/// no more than one job of another. An offer that is not used while another client could use it is
/// taken back. Encoders for large pictures take more memory: there are fewer places for them.
final class Places {
  /// How long an offer may be unused while others wait.
  private static final Duration UNUSED = Duration.ofSeconds(5);

  /// How long a client that did not use an offer has to wait while others could.
  private static final Duration PENALTY = Duration.ofSeconds(30);

  private final int places;
  private final long memory;

  private final Map<Sharer, Turn> turns = new LinkedHashMap<>();

  /// When each peer was served last, or came.
  private final Map<String, Long> peers = new HashMap<>();

  private long count;

  /// A job that gets a share.
  interface Sharer {
    /// Whose job it is.
    String peer();

    /// Whether its client is here, and can use one more place.
    boolean wants();

    /// Places it has, the offers included.
    int places();

    /// Offers that were not used so far.
    int unused();

    /// Bytes that an encoder of it takes.
    long memory();

    /// Gives it one place more.
    void offer();

    /// Takes back offers that were not used.
    void takeBack();
  }

  /// When a job was served last, or came.
  private static final class Turn {
    private long order;
    private boolean served;
    private long offeredAt;
    private long notBefore;
  }

  /// @param memory bytes for all encoders together; one may run in any case
  Places(int places, long memory) {
    this.places = places;
    this.memory = memory;
  }

  /// A job that comes is the last one to have a turn: whoever comes again and again is not the
  /// first each time.
  void add(Sharer job, long now) {
    Turn turn = new Turn();
    turn.order = count;
    turn.notBefore = now;
    turns.put(job, turn);
    peers.putIfAbsent(job.peer(), count);
  }

  void remove(Sharer job) {
    turns.remove(job);
    peers.keySet().retainAll(turns.keySet().stream().map(Sharer::peer).toList());
  }

  /// A job did not use its place while others could: it has to wait.
  void penalize(Sharer job, long now) {
    turn(job).notBefore = now + PENALTY.toNanos();
  }

  /// Places in use, the offers included.
  int used() {
    return turns.keySet().stream().mapToInt(Sharer::places).sum();
  }

  /// Offers what is free.
  ///
  /// @param now of [System#nanoTime]
  void distribute(long now) {
    takeBack(now);
    Sharer next = next(now);
    while (next != null) {
      Turn turn = turn(next);
      turn.order = ++count;
      turn.served = true;
      peers.put(next.peer(), count);
      if (next.unused() == 0) {
        turn.offeredAt = now;
      }
      next.offer();
      next = next(now);
    }
  }

  /// Who gets the next place. For one that has none yet, memory is kept until it is enough.
  private @Nullable Sharer next(long now) {
    if (used() >= places) {
      return null;
    }
    Iterator<Sharer> inTurn =
        turns.keySet().stream()
            .filter(job -> wants(job, now))
            .sorted(
                Comparator.<Sharer>comparingInt(job -> placesOf(job.peer()))
                    .thenComparingLong(job -> peers.getOrDefault(job.peer(), count))
                    .thenComparingInt(Sharer::places)
                    .thenComparingLong(job -> turn(job).order)
                    .thenComparing(job -> turn(job).served))
            .iterator();
    while (inTurn.hasNext()) {
      Sharer job = inTurn.next();
      if (hasRoom(job)) {
        return job;
      }
      if (placesOf(job.peer()) == 0) {
        return null;
      }
    }
    return null;
  }

  private int placesOf(String peer) {
    return turns.keySet().stream()
        .filter(job -> job.peer().equals(peer))
        .mapToInt(Sharer::places)
        .sum();
  }

  private boolean hasRoom(Sharer job) {
    long taken = turns.keySet().stream().mapToLong(one -> one.places() * one.memory()).sum();
    return taken == 0 || taken + job.memory() <= memory;
  }

  /// Whether a client is here that gets nothing because others have it all.
  ///
  /// @param now of [System#nanoTime]
  boolean starving(long now) {
    return turns.keySet().stream()
        .filter(job -> job.places() == 0 && wants(job, now))
        .anyMatch(job -> used() >= places || !hasRoom(job));
  }

  private void takeBack(long now) {
    if (used() < places && turns.keySet().stream().allMatch(this::hasRoom)) {
      return;
    }
    for (Sharer job : turns.keySet()) {
      Turn turn = turn(job);
      boolean stale = job.unused() > 0 && now - turn.offeredAt > UNUSED.toNanos();
      if (stale && othersWant(job, now)) {
        job.takeBack();
        penalize(job, now);
      }
    }
  }

  private boolean othersWant(Sharer one, long now) {
    return turns.keySet().stream()
        .anyMatch(job -> !job.equals(one) && job.unused() == 0 && wants(job, now));
  }

  private boolean wants(Sharer job, long now) {
    return job.wants() && now - turn(job).notBefore >= 0;
  }

  private Turn turn(Sharer job) {
    Turn turn = turns.get(job);
    if (turn == null) {
      throw new IllegalStateException("a job that was not added");
    }
    return turn;
  }
}
