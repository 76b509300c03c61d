package org.rav1ebygop.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.GopEncoder;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;

/// Slots on threads of this process, for tests of what gives them work. Encodes with the backend of
/// the job, or with one of its own as a worker elsewhere would.
public final class PlainTransport implements Transport {
  private final String worker;
  private final int slots;
  private final @Nullable EncoderBackend own;
  private final Set<Thread> threads = new HashSet<>();
  private final Set<GopEncoder> encoders = new HashSet<>();
  private boolean closed;

  /// @param slots 1 or more
  public PlainTransport(int slots) {
    this("plain", slots, null);
  }

  /// @param worker name of the worker
  /// @param slots 1 or more
  /// @param own what it encodes with, or null for the backend of the job
  public PlainTransport(String worker, int slots, @Nullable EncoderBackend own) {
    this.worker = worker;
    this.slots = slots;
    this.own = own;
  }

  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    EncoderBackend backend = own == null ? job.localBackend() : own;
    listener.joined(worker, slots);
    var mine = new ArrayList<Thread>();
    for (int i = 1; i <= slots; i++) {
      var slot = new Slot(worker, i);
      mine.add(Thread.ofPlatform().daemon().unstarted(() -> work(slot, backend, leases)));
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      threads.addAll(mine);
      mine.forEach(Thread::start);
    }
    for (Thread thread : mine) {
      thread.join();
    }
    listener.left(worker, "");
  }

  @Override
  public synchronized void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    encoders.forEach(GopEncoder::close);
  }

  private void work(Slot slot, EncoderBackend backend, Leases leases) {
    try {
      for (Lease lease = leases.take(slot); lease != null; lease = leases.take(slot)) {
        encode(lease, backend);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void encode(Lease lease, EncoderBackend backend) throws InterruptedException {
    GopEncoder encoder;
    try {
      encoder = backend.encoder();
    } catch (GopException e) {
      lease.end(LeaseEnd.failed(e, ""));
      return;
    }
    try (encoder) {
      lease.onRevoke(encoder::close);
      register(encoder);
      receiveAll(lease, encoder);
      lease.complete(backend.identity());
    } catch (GopException e) {
      lease.end(failed(e, encoder));
    } catch (RuntimeException | Error e) {
      lease.end(failed(GopException.bug("the encoder backend failed: " + e, e), encoder));
    }
  }

  private LeaseEnd.BySlot failed(GopException reason, GopEncoder encoder) {
    return isClosed()
        ? new LeaseEnd.GivenBack("the slot was closed")
        : LeaseEnd.failed(reason, encoder.log());
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static void receiveAll(Lease lease, GopEncoder encoder) throws InterruptedException {
    var noFrames = new FutureTask<@Nullable GopException>(() -> send(lease, encoder));
    Thread sender = Thread.ofPlatform().daemon().start(noFrames);
    try {
      for (Packet packet = encoder.receive(); packet != null; packet = encoder.receive()) {
        lease.packet(packet);
      }
    } catch (GopException e) {
      encoder.close();
      sender.interrupt();
      sender.join();
      GopException reason = noFrames.resultNow();
      throw reason == null ? e : reason;
    }
    sender.join();
  }

  private synchronized void register(GopEncoder encoder) {
    encoders.add(encoder);
    if (closed) {
      encoder.close();
    }
  }

  /// Sends frames until there are no more, or the encoder takes no more.
  ///
  /// @return why a frame could not be had, or null
  private static @Nullable GopException send(Lease lease, GopEncoder encoder) {
    while (true) {
      Frame frame;
      try {
        frame = lease.nextFrame();
      } catch (GopException e) {
        encoder.close();
        return e;
      } catch (InterruptedException _) {
        return null;
      }
      try {
        if (frame == null) {
          encoder.finish();
          return null;
        }
        encoder.send(frame);
      } catch (GopException _) {
        return null;
      }
    }
  }
}
