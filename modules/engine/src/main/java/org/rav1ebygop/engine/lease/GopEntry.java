package org.rav1ebygop.engine.lease;

import org.jspecify.annotations.Nullable;

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

  int attempts;
  @Nullable GopLease lease;

  GopEntry(int index) {
    this.index = index;
  }
}
