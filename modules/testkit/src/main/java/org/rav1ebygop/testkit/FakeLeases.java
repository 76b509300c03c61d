package org.rav1ebygop.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;

/// Leases for a number of GOPs, given in order.
public final class FakeLeases implements Leases {
  /// Frames of each GOP.
  public static final int GOP_FRAMES = 10;

  static final SyntheticFilm FILM = new SyntheticFilm(RecordedEncoder.FORMAT, 200);

  private final int gops;
  private final boolean endless;
  private final List<FakeLease> leases = new ArrayList<>();
  private final Set<Slot> busy = new HashSet<>();
  private final Set<Slot> dismissed = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();
  private final FakeLease.Trouble trouble;
  private int waiting;

  /// @param gops how many to give
  /// @param endless whether slots wait for more when all are given
  /// @param trouble of each of them
  public FakeLeases(int gops, boolean endless, FakeLease.Trouble trouble) {
    this.gops = gops;
    this.endless = endless;
    this.trouble = trouble;
  }

  @Override
  public synchronized @Nullable Lease take(Slot slot) throws InterruptedException {
    if (dismissed.contains(slot)) {
      complaints.add(slot + " came back after it was told that there is no more");
    }
    if (busy.contains(slot) && open(slot)) {
      complaints.add(slot + " takes a lease before its last one has ended");
    }
    busy.remove(slot);
    waiting++;
    notifyAll();
    try {
      while (endless && leases.size() == gops) {
        wait();
      }
    } finally {
      waiting--;
    }
    if (leases.size() == gops) {
      dismissed.add(slot);
      return null;
    }
    var lease = new FakeLease(this, slot, leases.size(), trouble);
    leases.add(lease);
    busy.add(slot);
    return lease;
  }

  synchronized void ended() {
    notifyAll();
  }

  /// Those that were given, in order.
  public synchronized List<FakeLease> leases() {
    return List.copyOf(leases);
  }

  /// What slots did that they must not do.
  public synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// Slots that were told that there is no more.
  public synchronized Set<Slot> dismissed() {
    return Set.copyOf(dismissed);
  }

  /// Waits until so many slots wait for a lease.
  public synchronized void awaitWaiting(int slots) throws InterruptedException {
    while (waiting < slots) {
      wait();
    }
  }

  private boolean open(Slot slot) {
    return leases.stream()
        .filter(lease -> lease.slot().equals(slot))
        .anyMatch(lease -> lease.ends().isEmpty());
  }
}
