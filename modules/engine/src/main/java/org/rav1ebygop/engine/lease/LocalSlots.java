package org.rav1ebygop.engine.lease;

import java.util.Comparator;
import java.util.stream.Stream;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.FrameSupply;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.resources.SlotControl;

/// How many GOPs are encoded at a time on this machine, to be changed while the job runs.
public final class LocalSlots implements SlotControl {
  private final LeaseState state;
  private final FrameSupply supply;
  private final JobListener listener;

  LocalSlots(LeaseState state, FrameSupply supply, JobListener listener) {
    this.state = state;
    this.supply = supply;
    this.listener = listener;
  }

  /// Sets the limit a job begins with.
  ///
  /// @param most 0 or more
  public void begin(int most) {
    state.limit(Slot.LOCAL, most);
  }

  /// Sets the limit. Leases that are out stay; with 0 nothing more is leased here until it is
  /// raised.
  ///
  /// @param most 0 or more
  /// @param reason one line, for the user
  @Override
  public void limit(int most, String reason) {
    if (state.limit(Slot.LOCAL, most)) {
      listener.on(new JobEvent.SlotsLimited(most, reason));
    }
  }

  /// How many of the slots that a worker offers may encode at a time, as of now.
  public int usable(String worker, int offered) {
    return state.usable(worker, offered);
  }

  @Override
  public int leased() {
    return Math.toIntExact(leases().filter(lease -> !lease.revoked()).count());
  }

  @Override
  public boolean ending() {
    return leases().anyMatch(GopLease::revoked);
  }

  /// Revokes the lease that was given last, of those whose GOP can be begun again. It does not
  /// count as an attempt; the GOP waits again as soon as the encoder has ended. Set the limit
  /// before, lest a slot takes it at once.
  ///
  /// @param reason one line, for the user
  /// @return false when there is no such lease
  @Override
  public boolean giveBackYoungest(String reason) {
    return leases()
        .filter(lease -> supply.canRewind(lease.claim().firstFrame()))
        .sorted(Comparator.comparingLong((GopLease lease) -> lease.claim().number()).reversed())
        .anyMatch(lease -> lease.revoke(new LeaseEnd.GivenBack(reason), () -> true));
  }

  private Stream<GopLease> leases() {
    return state.leases().stream().filter(lease -> lease.claim().slot().isLocal());
  }
}
