package org.rav1ebygop.engine.lease;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Slot;

/// One GOP in the lease table, guarded by the table's lock.
final class GopEntry {
  /// What has become of a GOP.
  enum State {
    WAITING,
    LEASED,
    STORED,
    SET_ASIDE
  }

  final int index;
  State state = State.WAITING;

  /// Whether its end is known.
  boolean closed;

  /// Leases of it that were ever given.
  int attempts;

  /// Attempts that count towards the most tries.
  int failures;

  /// Of these, those that made no progress.
  int stalls;

  /// Who has failed at it.
  final Set<Slot> failedOn = new HashSet<>();

  @Nullable GopLease lease;

  GopEntry(int index) {
    this.index = index;
  }
}
