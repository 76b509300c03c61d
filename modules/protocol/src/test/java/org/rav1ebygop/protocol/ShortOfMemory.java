package org.rav1ebygop.protocol;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;

/// Leases of which the first one cannot even be looked at, for want of memory. For one slot.
final class ShortOfMemory implements Leases {
  private final Leases leases;
  private boolean any;

  ShortOfMemory(Leases leases) {
    this.leases = leases;
  }

  @Override
  public @Nullable Lease take(Slot slot) throws InterruptedException {
    Lease lease = leases.take(slot);
    if (any || lease == null) {
      return lease;
    }
    any = true;
    return new First(lease);
  }

  private record First(Lease lease) implements Lease {
    @Override
    public int gopIndex() {
      throw new OutOfMemoryError("unable to create native thread");
    }

    @Override
    public long firstFrame() {
      return lease.firstFrame();
    }

    @Override
    public int frameCount() {
      return lease.frameCount();
    }

    @Override
    public int attempt() {
      return lease.attempt();
    }

    @Override
    public @Nullable Frame nextFrame() throws InterruptedException {
      return lease.nextFrame();
    }

    @Override
    public void packet(Packet packet) {
      lease.packet(packet);
    }

    @Override
    public void complete(EncoderIdentity identity) {
      lease.complete(identity);
    }

    @Override
    public void end(LeaseEnd.BySlot how) {
      lease.end(how);
    }

    @Override
    public void onRevoke(Runnable action) {
      lease.onRevoke(action);
    }
  }
}
