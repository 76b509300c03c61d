package org.rav1ebygop.engine.lease;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rav1ebygop.api.spi.Slot;

/// The slots that work for a job: who lives, who waits, how many of a worker may encode, and who is
/// to leave a GOP to others. Guarded by the lock of the [LeaseState].
final class SlotBoard {
  /// As many slots of a worker as there are.
  static final int UNLIMITED = Integer.MAX_VALUE;

  private final Set<Slot> live = new HashSet<>();
  private final Set<Slot> idle = new HashSet<>();
  private final Map<String, Integer> limits = new HashMap<>();
  private final Set<Slot> lost = new HashSet<>();

  /// A slot asks for work.
  void joined(Slot slot) {
    live.add(slot);
  }

  /// A slot waits for a GOP that it could take.
  void waits(Slot slot) {
    idle.add(slot);
  }

  /// A slot has stopped waiting.
  void looksAgain(Slot slot) {
    idle.remove(slot);
  }

  /// A slot is gone in order.
  void left(Slot slot) {
    live.remove(slot);
    idle.remove(slot);
  }

  /// A worker is gone.
  void left(String worker) {
    live.removeIf(slot -> slot.worker().equals(worker));
    idle.removeIf(slot -> slot.worker().equals(worker));
  }

  /// A slot does not come back from an encoder that was to end.
  void lost(Slot slot) {
    left(slot);
    lost.add(slot);
  }

  /// Whether all slots that live are of this worker.
  boolean isOnlyWorker(String worker) {
    return live.stream().allMatch(slot -> slot.worker().equals(worker));
  }

  /// Whether this machine has slots.
  boolean anyLocal() {
    return live.stream().anyMatch(Slot::isLocal);
  }

  /// How many slots do not come back.
  int lost() {
    return lost.size();
  }

  /// How many slots of a worker do not come back.
  int lost(String worker) {
    return Math.toIntExact(lost.stream().filter(slot -> slot.worker().equals(worker)).count());
  }

  /// Slots that live.
  int size() {
    return live.size();
  }

  /// Slots that wait for a GOP.
  int idle() {
    return idle.size();
  }

  /// Those that wait for a GOP.
  Set<Slot> waiting() {
    return Set.copyOf(idle);
  }

  /// Those that live and do not wait: they encode, come for work, or may not encode now.
  Set<Slot> notWaiting() {
    var others = new HashSet<>(live);
    others.removeAll(idle);
    return others;
  }

  /// Sets how many slots of a worker may encode at a time.
  void limit(String worker, int slots) {
    limits.put(worker, slots);
  }

  /// How many slots of a worker may encode at a time.
  int limit(String worker) {
    return limits.getOrDefault(worker, UNLIMITED);
  }

  /// Whether a slot should try a GOP, after the failures of it so far: it leaves that to a slot of
  /// a worker that has not failed at it, else to a slot of its own worker that has not. A slot that
  /// waits is always worth leaving it to.
  ///
  /// @param patient whether it is also left to another worker all of whose slots are busy; to
  ///   another slot of the same machine it is not, because that makes too little difference
  boolean suits(Slot slot, Set<Slot> failedOn, boolean patient) {
    if (failedOn.isEmpty()) {
      return true;
    }
    Set<String> workers = failedOn.stream().map(Slot::worker).collect(Collectors.toSet());
    if (!workers.contains(slot.worker())) {
      return true;
    }
    Set<Slot> others = patient ? live : idle;
    if (others.stream().anyMatch(s -> !workers.contains(s.worker()) && limit(s.worker()) > 0)) {
      return false;
    }
    return !failedOn.contains(slot) || idle.stream().allMatch(failedOn::contains);
  }

  /// The same among the slots of its own worker alone.
  boolean suitsAmongOwn(Slot slot, Set<Slot> failedOn) {
    return !failedOn.contains(slot)
        || idle.stream().filter(s -> s.worker().equals(slot.worker())).allMatch(failedOn::contains);
  }
}
