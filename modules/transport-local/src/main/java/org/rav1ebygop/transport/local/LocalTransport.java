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
  private volatile @Nullable EncoderBackend backend;
  private volatile boolean closed;

  LocalTransport(int slots) {
    this.slots = slots;
  }

  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener listener)
      throws InterruptedException {
    EncoderBackend encoders = job.localBackend();
    backend = encoders;
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
    for (Thread thread : threads) {
      thread.join();
    }
    listener.left(WORKER, "");
    RuntimeException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
  }

  @Override
  public void close() {
    closed = true;
    EncoderBackend encoders = backend;
    if (encoders != null) {
      encoders.close();
    }
  }

  private void work(Slot slot, EncoderBackend encoders, Leases leases) {
    try {
      for (Lease lease = leases.take(slot); lease != null && !closed; lease = leases.take(slot)) {
        new LeasedEncode(lease, encoders).run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }
}
