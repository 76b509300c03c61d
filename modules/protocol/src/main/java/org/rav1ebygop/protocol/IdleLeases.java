package org.rav1ebygop.protocol;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.rav1ebygop.protocol.session.Timings;
import org.rav1ebygop.protocol.session.WorkerLease;

/// Leases that wait for their clients, and for how long: one that is sent nothing takes a place
/// that others could use. Guarded by the lock of the service.
final class IdleLeases {
  private Map<WorkerLease, Seen> seen = new HashMap<>();

  /// How far a lease is, and since when.
  private record Seen(long progress, long since) {}

  /// Takes note of how things are.
  ///
  /// @param now of [System#nanoTime]
  void look(Collection<WorkerLease> leases, long now) {
    var next = new HashMap<WorkerLease, Seen>();
    for (WorkerLease lease : leases) {
      if (lease.waitsForClient()) {
        Seen before = seen.get(lease);
        boolean same = before != null && before.progress == lease.progress();
        next.put(lease, same ? before : new Seen(lease.progress(), now));
      }
    }
    seen = next;
  }

  /// The one that has waited longest, if that is too long where others wait for its place.
  Optional<WorkerLease> idlest(long now) {
    return seen.entrySet().stream()
        .filter(one -> now - one.getValue().since > Timings.STANDARD.yield().toNanos())
        .max(Comparator.comparingLong(one -> now - one.getValue().since))
        .map(Map.Entry::getKey);
  }
}
