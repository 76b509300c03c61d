package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /// Those that are out: more than one while a second copy is made, or until the encoder of a lease
  /// that was superseded has ended.
  final List<GopLease> leases = new ArrayList<>(1);

  /// Held while a lease becomes the result. Other locks are taken while holding it, never before.
  final Object gate = new Object();

  GopEntry(int index) {
    this.index = index;
  }
}
