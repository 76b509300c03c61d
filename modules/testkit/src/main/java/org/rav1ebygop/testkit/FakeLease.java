package org.rav1ebygop.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;

/// A lease that remembers what a transport did with it.
public final class FakeLease implements Lease {
  private final FakeLeases owner;
  private final Slot slot;
  private final int gop;
  private final Trouble trouble;
  private final List<Packet> packets = new ArrayList<>();
  private final List<EncoderIdentity> identities = new ArrayList<>();
  private final List<LeaseEnd> ends = new ArrayList<>();
  private long next;
  private boolean revoked;
  private @Nullable Runnable revokeAction;

  /// What the lease itself refuses.
  public enum Trouble {
    /// Nothing.
    NONE,
    /// The third frame cannot be had.
    FRAMES,
    /// The third packet cannot be stored.
    PACKETS,
    /// The GOP cannot be stored.
    COMPLETE
  }

  FakeLease(FakeLeases owner, Slot slot, int gop, Trouble trouble) {
    this.owner = owner;
    this.slot = slot;
    this.gop = gop;
    this.trouble = trouble;
  }

  @Override
  public int gopIndex() {
    return gop;
  }

  @Override
  public long firstFrame() {
    return (long) gop * FakeLeases.GOP_FRAMES;
  }

  @Override
  public int frameCount() {
    return gop % 2 == 0 ? FakeLeases.GOP_FRAMES : -1;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public synchronized @Nullable Frame nextFrame() {
    requireValid();
    if (trouble == Trouble.FRAMES && next == 2) {
      throw GopException.input("the source is damaged");
    }
    return next == FakeLeases.GOP_FRAMES ? null : FakeLeases.FILM.frame(firstFrame() + next++);
  }

  @Override
  public synchronized void packet(Packet packet) {
    requireValid();
    if (trouble == Trouble.PACKETS && packets.size() == 2) {
      throw GopException.environment("the disk is full", null);
    }
    packets.add(packet);
  }

  @Override
  public void complete(EncoderIdentity identity) {
    synchronized (this) {
      requireValid();
      if (trouble == Trouble.COMPLETE) {
        throw GopException.encoder("packets are missing", null);
      }
      identities.add(identity);
      ends.add(new LeaseEnd.Completed());
    }
    owner.ended();
  }

  @Override
  public void end(LeaseEnd.BySlot how) {
    synchronized (this) {
      ends.add(how);
    }
    owner.ended();
  }

  @Override
  public void onRevoke(Runnable action) {
    synchronized (this) {
      revokeAction = action;
    }
    if (revoked()) {
      action.run();
    }
  }

  /// Takes it back.
  public void revoke() {
    Runnable action;
    synchronized (this) {
      revoked = true;
      action = revokeAction;
    }
    if (action != null) {
      action.run();
    }
  }

  synchronized boolean revoked() {
    return revoked;
  }

  Slot slot() {
    return slot;
  }

  /// Those that were handed in.
  public synchronized List<Packet> packets() {
    return List.copyOf(packets);
  }

  /// What the slot said of its end: all that it said, though once is allowed.
  public synchronized List<LeaseEnd> ends() {
    return List.copyOf(ends);
  }

  /// Who encoded it, for each call of [#complete] that succeeded.
  public synchronized List<EncoderIdentity> identities() {
    return List.copyOf(identities);
  }

  private void requireValid() {
    if (revoked) {
      throw GopException.encoder("the lease was revoked", null);
    }
  }
}
