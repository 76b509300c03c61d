package org.rav1ebygop.protocol;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.session.ClientLease;
import org.rav1ebygop.protocol.session.CodedFrame;

/// Sees to one lease: this thread hands in packets, a second one reads frames. Guarded by the lock
/// of the link.
final class RemoteLease {
  private final ClientLink link;
  private final Lease lease;
  private final ClientLease remote;
  private @Nullable GopException stopped;

  RemoteLease(ClientLink link, Lease lease) {
    this.link = link;
    this.lease = lease;
    this.remote = link.open(lease);
  }

  /// Returns when the lease has ended, one way or the other.
  void run() {
    Thread sender =
        Thread.ofPlatform()
            .name(Thread.currentThread().getName() + " sender")
            .daemon()
            .start(this::send);
    try {
      lease.onRevoke(() -> stop(GopException.encoder("the lease was revoked", null)));
      Message.Done done = receive();
      lease.complete(done.identity());
      synchronized (link) {
        remote.confirm();
        link.succeeded();
        link.changed();
      }
    } catch (GopException e) {
      fail(e, sender);
    } catch (InterruptedException e) {
      fail(GopException.encoder("the slot was interrupted", e), sender);
    } catch (RuntimeException | Error e) {
      fail(GopException.bug("the lease cannot be used: " + e, e), sender);
    }
  }

  private Message.Done receive() throws InterruptedException {
    for (int index = 0; ; index++) {
      Bytes packet = next();
      if (packet == null) {
        break;
      }
      lease.packet(new Packet(index, MemorySegment.ofArray(packet.array()).asReadOnly()));
      synchronized (link) {
        remote.packetTaken();
        link.changed();
      }
    }
    synchronized (link) {
      Message.Failed failed = remote.failure();
      Message.Done done = remote.done();
      if (done == null || stopped != null) {
        throw stopped != null
            ? stopped
            : GopException.encoder(failed == null ? "no result came" : failed.reason(), null);
      }
      return done;
    }
  }

  /// Waits for the next packet.
  ///
  /// @return null when there are no more
  private @Nullable Bytes next() throws InterruptedException {
    synchronized (link) {
      Bytes packet = stopped == null ? remote.poll() : null;
      while (packet == null && stopped == null && !remote.over()) {
        link.wait();
        packet = remote.poll();
      }
      return stopped == null ? packet : null;
    }
  }

  private void send() {
    try {
      while (mayAsk()) {
        Frame frame = lease.nextFrame();
        CodedFrame coded = frame == null ? null : link.encode(frame);
        synchronized (link) {
          if (stopped != null || remote.over()) {
            return;
          }
          if (coded == null) {
            remote.endOfFrames();
            link.changed();
            return;
          }
          remote.frame(coded);
          link.changed();
        }
      }
    } catch (GopException e) {
      stop(e);
    } catch (InterruptedException _) {
      // the lease has ended
    } catch (RuntimeException | Error e) {
      stop(GopException.bug("reading frames failed: " + e, e));
    }
  }

  /// Waits until the worker has room for a frame.
  ///
  /// @return false when it wants no more
  private boolean mayAsk() throws InterruptedException {
    synchronized (link) {
      while (stopped == null && !remote.over() && !remote.wantsFrame()) {
        link.wait();
      }
      return stopped == null && !remote.over();
    }
  }

  /// No result is wanted any more. The first reason counts.
  private void stop(GopException reason) {
    synchronized (link) {
      if (stopped == null) {
        stopped = reason;
        link.changed();
      }
    }
  }

  private void fail(GopException reason, Thread sender) {
    stop(reason);
    sender.interrupt();
    joinUninterrupted(sender);
    String log;
    synchronized (link) {
      Message.Failed failed = remote.failure();
      log = failed == null ? "" : failed.log();
      remote.cancel(reason.getMessage());
      link.changed();
    }
    end(reason, log);
  }

  private void end(GopException reason, String log) {
    GopException told = reason;
    if (!log.isEmpty()) {
      told = new GopException(reason.kind(), reason.getMessage(), new Throwable(log));
    }
    lease.fail(told);
  }

  private static void joinUninterrupted(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
