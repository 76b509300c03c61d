package org.rav1ebygop.protocol;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.ClientLease;
import org.rav1ebygop.protocol.session.CodedFrame;

/// Sees to one lease: this thread hands in packets, a second one reads frames. Guarded by the lock
/// of the link.
final class RemoteLease {
  /// How long to wait for what a cancelled encoder wrote.
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(3);

  /// How long to wait for an offer when that for this lease was taken back, or the connection
  /// broke.
  private static final Duration OFFER_PATIENCE = Duration.ofSeconds(20);

  private final ClientLink link;
  private final Lease lease;
  private final ReentrantLock lock;
  private final Condition changed;
  private final ClientLease remote;

  /// Why no result is wanted any more.
  private LeaseEnd.@Nullable BySlot stopped;

  /// Whether it is the worker's fault that there is no result.
  private boolean fault;

  /// The lock is held.
  RemoteLease(ClientLink link, Lease lease) {
    this.link = link;
    this.lease = lease;
    this.lock = link.lock();
    this.changed = lock.newCondition();
    this.remote = link.open(lease, changed::signalAll);
  }

  /// Returns when the lease has ended, one way or the other.
  void run() {
    Thread sender =
        Thread.ofPlatform()
            .name(Thread.currentThread().getName() + " sender")
            .daemon()
            .unstarted(this::send);
    LeaseEnd.BySlot vain = attempt(sender);
    if (vain == null) {
      end(sender);
      confirm();
    } else {
      stop(vain);
      end(sender);
      leave(vain);
    }
  }

  /// @param sender not started yet
  /// @return why there is no result, or null when it is durable
  private LeaseEnd.@Nullable BySlot attempt(Thread sender) {
    try {
      sender.start();
      var revoked = LeaseEnd.failed(GopException.encoder("the lease was revoked", null), "");
      lease.onRevoke(() -> revoke(revoked));
      receive();
      Message.Done done = done();
      if (done == null) {
        return why();
      }
      complete(done);
      return null;
    } catch (InterruptedException _) {
      return new LeaseEnd.GivenBack("the slot was interrupted");
    } catch (RuntimeException | Error e) {
      return failed("the lease cannot be used: ", e);
    }
  }

  /// How a lease ends that this machine cannot see to.
  static LeaseEnd.BySlot failed(String what, Throwable e) {
    return switch (e) {
      case GopException known -> LeaseEnd.failed(known, "");
      case OutOfMemoryError _ ->
          LeaseEnd.failed(
              GopException.environment(
                  "this machine has no memory for one more lease: " + e.getMessage(), e),
              "");
      default -> LeaseEnd.failed(GopException.bug(what + e, e), "");
    };
  }

  /// A result that is not accepted is the worker's fault.
  private void complete(Message.Done done) {
    try {
      lease.complete(done.identity());
    } catch (GopException e) {
      fault = e.kind() == GopException.Kind.ENCODER;
      throw e;
    }
  }

  /// Hands in packets until there are no more.
  private void receive() throws InterruptedException {
    MemorySegment packet = next();
    for (int index = 0; packet != null; index++, packet = next()) {
      lease.packet(new Packet(index, packet));
      lock.lock();
      try {
        remote.packetTaken();
        link.changed();
      } finally {
        lock.unlock();
      }
    }
  }

  /// The result, or null when there is none or none is wanted.
  private Message.@Nullable Done done() {
    lock.lock();
    try {
      return stopped == null ? remote.done() : null;
    } finally {
      lock.unlock();
    }
  }

  /// Why there is no result.
  private LeaseEnd.BySlot why() {
    lock.lock();
    try {
      if (stopped != null) {
        return stopped;
      }
      LeaseEnd.BySlot end = remote.end();
      if (end == null) {
        return new LeaseEnd.GivenBack("the worker no longer has a place for it");
      }
      fault = end.countsAgainstGop() || end instanceof LeaseEnd.SlotTrouble;
      return end;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next packet.
  ///
  /// @return null when there are no more, or the worker has no place for the lease any more
  private @Nullable MemorySegment next() throws InterruptedException {
    lock.lock();
    try {
      MemorySegment packet = stopped == null ? remote.poll() : null;
      long patience = OFFER_PATIENCE.toNanos();
      while (packet == null && stopped == null && !remote.over() && patience > 0) {
        if (remote.announced()) {
          changed.await();
        } else {
          patience = changed.awaitNanos(patience);
        }
        packet = remote.poll();
      }
      return stopped == null ? packet : null;
    } finally {
      lock.unlock();
    }
  }

  private void send() {
    try (var coder = new FrameCoder(link.layout(), link.pool())) {
      for (List<String> codings = mayAsk(); codings != null; codings = mayAsk()) {
        Frame frame = lease.nextFrame();
        give(frame == null ? null : coder.encode(frame, codings, link.meter()));
        if (frame == null) {
          return;
        }
      }
    } catch (InterruptedException _) {
      // the lease has ended
    } catch (RuntimeException | Error e) {
      stop(failed("reading frames failed: ", e));
    }
  }

  /// @param frame null when there are no more
  private void give(@Nullable CodedFrame frame) {
    lock.lock();
    try {
      if (frame == null) {
        remote.endOfFrames();
      } else {
        remote.frame(frame);
      }
      link.changed();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the worker has room for a frame.
  ///
  /// @return the codings it reads, or null when it wants no more frames
  private @Nullable List<String> mayAsk() throws InterruptedException {
    lock.lock();
    try {
      while (stopped == null && !remote.over() && !remote.wantsFrame()) {
        changed.await();
      }
      return stopped == null && !remote.over() ? link.codings() : null;
    } finally {
      lock.unlock();
    }
  }

  /// A worker that sends a packet in part and then nothing is at fault when that takes too long.
  private void revoke(LeaseEnd.BySlot reason) {
    lock.lock();
    try {
      fault |= stopped == null && remote.isInPart();
      stop(reason);
    } finally {
      lock.unlock();
    }
  }

  /// No result is wanted any more. The first reason counts.
  private void stop(LeaseEnd.BySlot reason) {
    lock.lock();
    try {
      if (stopped == null) {
        stopped = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void confirm() {
    lock.lock();
    try {
      remote.confirm();
      link.succeeded();
      link.changed();
    } finally {
      lock.unlock();
    }
  }

  /// There is no result. The lease is told after the worker: that may end the job.
  private void leave(LeaseEnd.BySlot why) {
    String log;
    lock.lock();
    try {
      if (remote.cancel(why.reason())) {
        link.changed();
        awaitLog();
        remote.leave();
      }
      link.changed();
      LeaseEnd.BySlot end = remote.end();
      log = end == null ? "" : end.log();
      if (fault) {
        link.failed(why.reason());
      }
    } finally {
      lock.unlock();
    }
    lease.end(
        switch (why) {
          case LeaseEnd.EncoderFailed(GopException failure, String _) ->
              new LeaseEnd.EncoderFailed(failure, log);
          case LeaseEnd.SlotTrouble(GopException failure, String _) ->
              new LeaseEnd.SlotTrouble(failure, log);
          case LeaseEnd.SlotLost lost -> lost;
          case LeaseEnd.GivenBack givenBack -> givenBack;
        });
  }

  /// When the film is finished meanwhile, nobody reads the log, and the end of the film does not
  /// wait for a worker that says nothing.
  private void awaitLog() {
    try {
      long end = System.nanoTime() + LOG_PATIENCE.toNanos();
      while (!remote.over()
          && remote.attached()
          && !link.closing()
          && end - System.nanoTime() > 0) {
        var _ = changed.await(Connection.TICK.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until the sender has ended.
  private static void end(Thread sender) {
    sender.interrupt();
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
