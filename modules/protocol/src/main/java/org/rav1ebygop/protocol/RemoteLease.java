package org.rav1ebygop.protocol;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
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
  private @Nullable GopException stopped;

  /// Whether that is the worker's fault.
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
            .start(this::send);
    try {
      lease.onRevoke(() -> stop(GopException.encoder("the lease was revoked", null), false));
      Message.Done done = receive();
      complete(done);
      end(sender);
      confirm();
    } catch (GopException e) {
      fail(e, sender);
    } catch (InterruptedException e) {
      fail(GopException.encoder("the slot was interrupted", e), sender);
    } catch (RuntimeException | Error e) {
      fail(GopException.bug("the lease cannot be used: " + e, e), sender);
    }
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

  private Message.Done receive() throws InterruptedException {
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
    lock.lock();
    try {
      Message.Done done = remote.done();
      GopException reason = stopped;
      if (reason != null) {
        throw reason;
      }
      if (done == null) {
        Message.Failed failed = remote.failure();
        fault = !remote.isHandedBack();
        throw GopException.encoder(failed == null ? "no result came" : failed.reason(), null);
      }
      return done;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next packet.
  ///
  /// @return null when there are no more
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
      if (patience <= 0 && !remote.announced()) {
        throw GopException.encoder("the worker no longer has a place for it", null);
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
    } catch (GopException e) {
      stop(e, false);
    } catch (InterruptedException _) {
      // the lease has ended
    } catch (RuntimeException | Error e) {
      stop(GopException.bug("reading frames failed: " + e, e), false);
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

  /// No result is wanted any more. The first reason counts.
  private void stop(GopException reason, boolean workersFault) {
    lock.lock();
    try {
      if (stopped == null) {
        stopped = reason;
        fault |= workersFault;
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

  /// The lease is told after the worker: that may end the job.
  private void fail(GopException reason, Thread sender) {
    stop(reason, false);
    end(sender);
    String log;
    boolean handedBack;
    lock.lock();
    try {
      handedBack = remote.isHandedBack();
      if (remote.cancel(reason.getMessage())) {
        link.changed();
        awaitLog();
        remote.leave();
      }
      link.changed();
      Message.Failed failed = remote.failure();
      log = failed == null ? "" : failed.log();
      if (fault) {
        link.failed(reason.getMessage());
      }
    } finally {
      lock.unlock();
    }
    if (handedBack) {
      lease.giveBack(reason.getMessage());
    } else {
      lease.fail(reason, log);
    }
  }

  private void awaitLog() {
    try {
      long nanos = LOG_PATIENCE.toNanos();
      while (!remote.over() && remote.attached() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
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
