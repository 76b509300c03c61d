package org.rav1ebygop.protocol;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.session.CodedFrame;
import org.rav1ebygop.protocol.session.PacketSum;
import org.rav1ebygop.protocol.session.WorkerLease;

/// A client's lease as the slot at the worker sees it: frames come from the client, packets go
/// there.
final class ServedLease implements Lease {
  private final WorkerLease lease;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Runnable told;
  private final FrameCoder coder;
  private final PacketSum sum = new PacketSum();
  private final long begun = System.nanoTime();
  private @Nullable CodedFrame current;
  private @Nullable Runnable revoke;
  private int frames;

  /// @param lock guards the lease
  /// @param coder for the frames of the job; closed here
  /// @param told is called with the lock held when there is something to say
  ServedLease(WorkerLease lease, ReentrantLock lock, FrameCoder coder, Runnable told) {
    this.lease = lease;
    this.lock = lock;
    this.changed = lock.newCondition();
    this.coder = coder;
    this.told = told;
    lease.onChange(this::changed);
  }

  @Override
  public int gopIndex() {
    return lease.terms().gop();
  }

  @Override
  public long firstFrame() {
    return lease.terms().firstFrame();
  }

  @Override
  public int frameCount() {
    return lease.terms().frameCount();
  }

  @Override
  public int attempt() {
    return lease.terms().attempt();
  }

  @Override
  public @Nullable Frame nextFrame() throws InterruptedException {
    CodedFrame next;
    lock.lock();
    try {
      giveBack();
      next = lease.poll();
      while (next == null && !lease.framesEnded()) {
        requireWanted();
        changed.await();
        next = lease.poll();
      }
      requireWanted();
      current = next;
    } finally {
      lock.unlock();
    }
    return next == null ? null : decode(next);
  }

  /// A frame that was damaged on its way is not the encoder's fault.
  private Frame decode(CodedFrame next) {
    try {
      return coder.decode(next, firstFrame() + frames++);
    } catch (GopException e) {
      end(new LeaseEnd.SlotTrouble(e, ""));
      throw e;
    }
  }

  @Override
  public void packet(Packet packet) {
    MemorySegment data = MemorySegment.ofArray(packet.data().toArray(ValueLayout.JAVA_BYTE));
    sum.add(data);
    lock.lock();
    try {
      while (!lease.over() && !lease.mayGive(data.byteSize())) {
        changed.awaitUninterruptibly();
      }
      requireWanted();
      if (!lease.packet(data)) {
        throw GopException.encoder("the encoder made more packets than it had frames", null);
      }
      told.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void complete(EncoderIdentity identity) {
    lock.lock();
    try {
      requireWanted();
      if (!lease.done(identity, sum)) {
        throw GopException.encoder("the encoder made fewer packets than it had frames", null);
      }
      told.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end(LeaseEnd.BySlot how) {
    lock.lock();
    try {
      switch (how) {
        case LeaseEnd.EncoderFailed failed -> lease.failed(failed.reason(), failed.log());
        case LeaseEnd.SlotTrouble _, LeaseEnd.SlotLost _, LeaseEnd.GivenBack _ ->
            lease.troubled(how.reason(), how.log());
      }
      told.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRevoke(Runnable action) {
    lock.lock();
    try {
      revoke = action;
      changed();
    } finally {
      lock.unlock();
    }
  }

  /// The slot has ended: nothing of the lease is used any more.
  void close() {
    lock.lock();
    try {
      lease.failed("the slot ended without a result", "");
      giveBack();
      told.run();
    } finally {
      lock.unlock();
    }
    coder.close();
  }

  /// How long it has been encoded.
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// The other side did something; the lock is held.
  private void changed() {
    changed.signalAll();
    Runnable action = revoke;
    if (action != null && lease.cancelled() != null) {
      revoke = null;
      Thread.ofPlatform().daemon().name("ends an encoder").start(action);
    }
  }

  private void giveBack() {
    CodedFrame taken = current;
    if (taken != null) {
      current = null;
      lease.frameTaken(taken);
      told.run();
    }
  }

  private void requireWanted() {
    if (lease.over()) {
      throw GopException.encoder("the client no longer wants it", null);
    }
  }
}
