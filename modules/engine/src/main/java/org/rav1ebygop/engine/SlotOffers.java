package org.rav1ebygop.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.engine.job.JobListener;
import org.rav1ebygop.engine.lease.Detached;
import org.rav1ebygop.engine.lease.LeaseTable;

/// The transports of a job, each on a thread of its own, and what they are told and tell. The job
/// does not depend on their coming back.
final class SlotOffers {
  private final JobSetup setup;
  private final LeaseTable table;
  private final JobListener listener;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger running;
  private final AtomicReference<@Nullable GopException> lost = new AtomicReference<>();

  SlotOffers(JobSetup setup, LeaseTable table, JobListener listener) {
    this.setup = setup;
    this.table = table;
    this.listener = listener;
    this.running = new AtomicInteger(setup.transports().size());
  }

  /// Starts all transports.
  void start(JobThreads starter) {
    for (Transport transport : setup.transports()) {
      threads.add(starter.start("transport", () -> offer(transport)));
    }
  }

  /// Waits for the transports to come back, as they do once no more is leased.
  ///
  /// @return whether all of them did
  boolean await(Duration patience) {
    return Detached.await(threads, patience);
  }

  /// Closes all transports.
  ///
  /// @return whether they could be closed in time
  boolean close(Duration patience) {
    var closing = new Detached();
    for (Transport transport : setup.transports()) {
      closing.start("end of a transport", () -> close(transport));
    }
    return closing.await(patience);
  }

  private void close(Transport transport) {
    try {
      transport.close();
    } catch (RuntimeException e) {
      listener.on(new JobEvent.Warning("a transport was not closed: " + e));
    }
  }

  private void offer(Transport transport) throws InterruptedException {
    var workers = new Workers();
    Set<Slot> slots = ConcurrentHashMap.newKeySet();
    try {
      run(transport, slots, workers);
    } finally {
      table.left(slots);
      table.gone(workers.names);
      if (running.decrementAndGet() == 0 && !table.done()) {
        table.abort(noSlotLeft());
      }
    }
  }

  /// A transport that fails leaves the work to the others.
  private void run(Transport transport, Set<Slot> slots, Workers workers)
      throws InterruptedException {
    try {
      transport.run(new Job(), new Taken(slots), workers);
    } catch (GopException e) {
      failed(e);
    } catch (RuntimeException | Error e) {
      failed(setup.source().failure("a transport", e));
    }
  }

  /// The last failure is why the job ends, if it was the last transport; the others are named.
  private void failed(GopException e) {
    if (e.kind() == GopException.Kind.INPUT) {
      table.abort(e);
    }
    lost.set(e);
    if (setup.transports().size() > 1) {
      listener.on(new JobEvent.Warning(e.getMessage()));
    }
  }

  /// With finished GOPs a run that lacks slots is one to go on with.
  private GopException noSlotLeft() {
    GopException reason = lost.get();
    if (reason == null) {
      return GopException.encoder("no slot is left to encode with", null);
    }
    return reason.kind() == GopException.Kind.ENVIRONMENT && table.status().gopsStored() > 0
        ? GopException.encoder(reason.getMessage(), reason)
        : reason;
  }

  /// The lease table, and the slots that it was asked by.
  private final class Taken implements Leases {
    private final Set<Slot> slots;

    Taken(Set<Slot> slots) {
      this.slots = slots;
    }

    @Override
    public @Nullable Lease take(Slot slot) throws InterruptedException {
      slots.add(slot);
      return table.take(slot);
    }

    @Override
    public boolean over() {
      return table.over();
    }

    @Override
    public int waiting() {
      return table.waiting();
    }
  }

  private final class Job implements EncodeJob {
    @Override
    public VideoFormat format() {
      return setup.source().format();
    }

    @Override
    public EncoderSettings settings() {
      return setup.encoding().settings();
    }

    @Override
    public EncoderSettings settingsElsewhere() {
      EncoderSettings settings = settings();
      return settings.with(settings.options().anywhere(setup.encoding().provider().options()));
    }

    @Override
    public String backend() {
      return setup.encoding().provider().id();
    }

    @Override
    public EncoderBackend localBackend() {
      return setup.encoding().backend();
    }

    @Override
    public boolean admit(EncoderIdentity identity) {
      return identity.equals(setup.encoding().backend().identity());
    }
  }

  private final class Workers implements WorkerListener {
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    @Override
    public void joined(String worker, int slots) {
      names.add(worker);
      table.joined(worker, slots);
      listener.on(new JobEvent.WorkerJoined(worker, table.local().usable(worker, slots)));
    }

    @Override
    public void left(String worker, String reason) {
      names.add(worker);
      table.left(worker, reason);
      listener.on(new JobEvent.WorkerLeft(worker, reason));
    }

    @Override
    public void warning(String message) {
      listener.on(new JobEvent.Warning(message));
    }

    @Override
    public void traffic(String worker, long sent, long received) {
      table.traffic(worker, sent, received);
    }
  }
}
