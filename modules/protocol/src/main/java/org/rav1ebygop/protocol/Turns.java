package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which workers are started and tried, a few at a time. Guarded by the monitor of its fleet.
final class Turns {
  /// Workers at a time.
  private static final int MOST = 512;

  /// Of these, those that were never there and are tried: who may announce workers can announce any
  /// number of them.
  private static final int TRIED = 32;

  /// How long others wait for one of these that is not there.
  private static final Duration TURN = Duration.ofSeconds(10);

  /// How often each worker was tried that is wanted.
  private final Map<String, Integer> tries = new HashMap<>();

  private boolean queued;

  /// Chooses who is started now, those that were tried least first; of those that are tried and not
  /// there, some give way to others.
  ///
  /// @param members that were started
  /// @param now of [System#nanoTime]
  List<Roster.Entry> next(List<Roster.Entry> wanted, Map<String, Member> members, long now) {
    tries.keySet().retainAll(Set.copyOf(names(wanted)));
    List<Roster.Entry> waiting =
        wanted.stream()
            .filter(worker -> !members.containsKey(worker.name()))
            .sorted(Comparator.comparingInt(worker -> tries.getOrDefault(worker.name(), 0)))
            .toList();
    List<Member> running = members.values().stream().filter(one -> !one.hasEnded()).toList();
    List<Member> tried = running.stream().filter(one -> !one.wasHere()).toList();
    int free = Math.min(TRIED - tried.size(), MOST - running.size());
    List<Roster.Entry> next = waiting.subList(0, Math.clamp(free, 0, waiting.size()));
    next.forEach(worker -> tries.merge(worker.name(), 1, Integer::sum));
    queued = next.size() < waiting.size();
    if (queued) {
      tried.stream()
          .filter(one -> !one.trouble().isEmpty() || one.age(now) > TURN.toNanos())
          .forEach(Member::giveWay);
    }
    return next;
  }

  /// Whether some wait to be tried.
  boolean queued() {
    return queued;
  }

  static List<String> names(Collection<Roster.Entry> workers) {
    return workers.stream().map(Roster.Entry::name).toList();
  }
}
