package org.rav1ebygop.engine.lease;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rav1ebygop.api.spi.Slot;

/// One GOP in the lease table. Guarded by the lock of the [LeaseState], but for [#settle].
final class GopEntry {
  /// A GOP that was lost with so many different workers is suspected of ending them.
  static final int SUSPICIOUS = 3;

  /// So is one that was lost so often, with however few workers. A machine that is preempted does
  /// not come to that.
  static final int OFTEN = 20;

  /// What has become of a GOP.
  enum State {
    WAITING,
    LEASED,
    STORED,
    SET_ASIDE
  }

  final int index;
  State state = State.WAITING;

  /// How many frames it has, or -1 while its end is not known.
  int frames = -1;

  /// Whether an earlier run has left a GOP that begins here, to be compared when the end is known.
  boolean madeEarlier;

  /// Leases of it that were ever given.
  int attempts;

  /// Attempts that count towards the most tries.
  int failures;

  /// Of these, those that made no progress.
  int stalls;

  /// Where it failed, or the machine lacked something. Does not change while the GOP waits.
  final Set<Slot> failedOn = new HashSet<>();

  /// How often a worker vanished while it had it. Does not change while the GOP waits.
  int losses;

  /// Workers that vanished while they had it. Does not change while the GOP waits.
  final Set<String> lostOn = new TreeSet<>();

  /// Those that are out: more than one while a second copy is made, or until the encoder of a lease
  /// that was superseded has ended.
  final List<GopLease> leases = new ArrayList<>(1);

  private final Object gate = new Object();

  GopEntry(int index) {
    this.index = index;
  }

  /// Whether its end is known.
  boolean closed() {
    return frames >= 0;
  }

  /// Whether it is suspected of ending the workers that encode it.
  boolean suspect() {
    return lostOn.size() >= SUSPICIOUS || losses >= OFTEN;
  }

  /// Runs the step in which a lease becomes the result, one lease after the other. Other locks are
  /// taken within it, never before.
  void settle(Runnable step) {
    synchronized (gate) {
      step.run();
    }
  }
}
