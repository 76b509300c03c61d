package org.rav1ebygop.transport.local;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;

/// A fixed number of slots, each on a platform thread: reading an encoder's pipe holds the thread.
final class LocalTransport implements Transport {
  private static final String WORKER = "local";

  private final int slots;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final RunningEncoders running = new RunningEncoders();

  LocalTransport(int slots) {
    this.slots = slots;
  }

  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    EncoderBackend encoders = job.localBackend();
    if (!job.admit(encoders.identity())) {
      throw GopException.environment(
          "the encoder of this machine, %s, is not the one the film was begun with"
              .formatted(encoders.identity()),
          null);
    }
    listener.joined(WORKER, slots);
    var threads = new ArrayList<Thread>();
    for (int i = 1; i <= slots; i++) {
      var slot = new Slot(WORKER, i);
      threads.add(
          Thread.ofPlatform()
              .name("slot " + slot)
              .daemon()
              .start(() -> work(slot, encoders, leases)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      close();
      throw e;
    }
    listener.left(WORKER, "");
    RuntimeException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
  }

  @Override
  public void close() {
    running.close();
  }

  private void work(Slot slot, EncoderBackend encoders, Leases leases) {
    try {
      for (Lease lease = take(slot, leases); lease != null; lease = take(slot, leases)) {
        new LeasedEncode(lease, encoders).run(running);
      }
    } catch (InterruptedException _) {
      // the transport was closed
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private @Nullable Lease take(Slot slot, Leases leases) throws InterruptedException {
    if (!running.beginWait()) {
      return null;
    }
    Lease lease = null;
    boolean open;
    try {
      lease = leases.take(slot);
    } finally {
      open = running.endWait();
    }
    if (!open && lease != null) {
      lease.end(RunningEncoders.CLOSED);
      return null;
    }
    return lease;
  }
}
