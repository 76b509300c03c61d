package org.rav1ebygop.protocol;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.message.EndReason;
import org.rav1ebygop.protocol.session.PacketMemory;
import org.rav1ebygop.protocol.session.Timings;
import org.rav1ebygop.protocol.session.WorkerJob;
import org.rav1ebygop.protocol.session.WorkerLease;

/// The jobs of a worker and how they share its places. Guarded by the lock of the service.
final class ServedJobs implements ServedJob.Watcher {
  /// Jobs at a time.
  private static final int MOST = 64;

  /// How long encoders wait for clients that do not take their packets.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Those that came first come first.
  private final Map<Bytes, ServedJob> jobs = new LinkedHashMap<>();

  /// Those that have ended, and whose encoders have not: they still take places.
  private final Set<ServedJob> ending = new HashSet<>();

  private final int slots;
  private final long memory;
  private final PacketMemory packets;
  private final ReentrantLock lock;
  private final Condition fewer;
  private final Places places;
  private final WorkerEvents events;
  private final Runnable pump;
  private final Pace pace = new Pace();
  private final IdleLeases idle = new IdleLeases();
  private boolean draining;

  /// When no encoder waited for packets to be taken.
  private long roomAt = System.nanoTime();

  /// @param pump is called with the lock held when there may be something to say
  ServedJobs(
      WorkerService.Settings settings,
      PacketMemory packets,
      ReentrantLock lock,
      WorkerEvents events,
      Runnable pump) {
    this.lock = lock;
    this.slots = settings.slots();
    this.memory = settings.memory();
    this.packets = packets;
    this.fewer = lock.newCondition();
    this.places = new Places(slots, memory);
    this.events = events;
    this.pump = pump;
  }

  int size() {
    return jobs.size();
  }

  /// Encoders that run.
  int running() {
    return Stream.concat(jobs.values().stream(), ending.stream())
        .mapToInt(ServedJob::running)
        .sum();
  }

  boolean draining() {
    return draining;
  }

  /// Pixels of luma that one slot encodes in a second, of late; 0 when nothing was encoded yet.
  double pixelRate() {
    return pace.rate();
  }

  @Nullable ServedJob find(Bytes id) {
    return jobs.get(id);
  }

  /// Whether there is room for one more job of a peer. If need be, one of the peer that has most of
  /// them makes room: whose client is away, or else the one that came last.
  boolean admits(String peer) {
    if (jobs.size() < MOST) {
      return true;
    }
    Map<String, List<ServedJob>> all =
        jobs.values().stream().collect(Collectors.groupingBy(ServedJob::peer));
    int own = all.getOrDefault(peer, List.of()).size();
    List<ServedJob> most =
        Collections.max(all.values(), Comparator.comparingInt(List<ServedJob>::size));
    if (most.size() <= own + 1) {
      return false;
    }
    ServedJob last =
        most.stream().filter(job -> !job.job().attached()).findFirst().orElseGet(most::getLast);
    end(last, EndReason.BUSY, "others need a place, and its peer has most of them");
    return true;
  }

  /// A job begins.
  ServedJob add(ServedJob.Client client, JobOpening.Opened opened) {
    var job = new ServedJob(client, opened.job(), opened.encoding(), lock, this);
    events.opened(client.name(), describe(job));
    jobs.put(opened.job().job().id(), job);
    places.add(job, System.nanoTime());
    return job;
  }

  /// A lease begins, if there is a slot for its encoder: whatever was offered, no more of them run
  /// than there are slots.
  void start(WorkerLease lease) {
    ServedJob job = jobs.get(lease.job().job().id());
    if (job != null && running() >= slots) {
      lease.decline();
    } else if (job != null) {
      events.started(job.client(), gop(lease));
      job.start(lease);
    }
  }

  /// A job ends.
  void end(ServedJob job, EndReason reason, String text) {
    jobs.remove(job.job().job().id());
    job.end(reason, text);
    ending.add(job);
    forgetEnded(job);
    fewer.signalAll();
  }

  /// All jobs end.
  void endAll(String text) {
    draining = true;
    List.copyOf(jobs.values()).forEach(job -> end(job, EndReason.DRAINED, text));
  }

  /// Offers nothing any more.
  void drain() {
    draining = true;
  }

  /// Ends jobs whose client has not come back, and idle ones when nothing more is offered.
  ///
  /// @param now of [System#nanoTime]
  void tick(long now) {
    for (ServedJob job : List.copyOf(jobs.values())) {
      if (now - job.seen(now) > Timings.STANDARD.resume().toNanos()) {
        end(job, EndReason.LOST, "the client did not come back");
      } else if (draining && job.job().leases().isEmpty()) {
        end(job, EndReason.DRAINED, "the worker stops");
      }
    }
    idle.look(jobs.values().stream().flatMap(job -> job.job().leases().stream()).toList(), now);
    if (places.starving(now)) {
      giveWay(now);
      idle.idlest(now).ifPresent(lease -> giveWay(lease, now));
    }
    makeRoom(now);
    distribute();
  }

  /// Ends the job whose client has been away longest: one that is here does not wait for it.
  private void giveWay(long now) {
    jobs.values().stream()
        .filter(job -> now - job.seen(now) > Timings.STANDARD.yield().toNanos())
        .filter(job -> job.places() > 0)
        .max(Comparator.comparingLong(job -> now - job.seen(now)))
        .ifPresent(job -> end(job, EndReason.LOST, "another client waits for its places"));
  }

  /// Ends a lease whose client does nothing for it: one that would does not wait for that.
  private void giveWay(WorkerLease lease, long now) {
    ServedJob job = jobs.get(lease.job().job().id());
    if (job != null) {
      places.penalize(job, now);
    }
    lease.troubled("its client sent nothing, or took nothing, while others waited", "");
    lease.wake();
  }

  /// Ends the job whose client has left most packets untaken, when encoders wait for that.
  private void makeRoom(long now) {
    if (jobs.values().stream().noneMatch(job -> job.job().lacksRoom())) {
      roomAt = now;
    } else if (now - roomAt > PATIENCE.toNanos()) {
      roomAt = now;
      jobs.values().stream()
          .max(Comparator.comparingLong(job -> job.job().kept()))
          .ifPresent(job -> end(job, EndReason.LIMIT, "it does not take its packets"));
    }
  }

  /// Offers free places.
  void distribute() {
    if (packets.hasRoomAgain()) {
      jobs.values().stream().flatMap(job -> job.job().leases().stream()).forEach(WorkerLease::wake);
    }
    if (draining) {
      jobs.values().stream().map(ServedJob::job).forEach(WorkerJob::takeBack);
    } else {
      places.distribute(System.nanoTime());
    }
  }

  /// Waits until there is none.
  ///
  /// @return false when there still are
  boolean awaitNone(Duration limit) throws InterruptedException {
    long nanos = limit.toNanos();
    while (!jobs.isEmpty() && nanos > 0) {
      nanos = fewer.awaitNanos(nanos);
    }
    return jobs.isEmpty();
  }

  /// What a client wants, on one line.
  private String describe(ServedJob job) {
    var layout = job.format().layout();
    long fit = memory / job.memory();
    return String.format(
        Locale.ROOT,
        "%s, %dx%d, %d bit, speed %d, quantizer %d%s",
        job.backend(),
        layout.width(),
        layout.height(),
        layout.bitDepth(),
        job.settings().speed(),
        job.settings().quantizer(),
        fit < slots
            ? String.format(Locale.ROOT, "; memory for %d at a time", Math.max(1, fit))
            : "");
  }

  @Override
  public void changed(ServedJob job) {
    forgetEnded(job);
    distribute();
    pump.run();
  }

  @Override
  public void ended(ServedJob job, WorkerLease lease, ServedLease slot) {
    String failure = lease.failure();
    String cancelled = lease.cancelled();
    if (failure != null) {
      events.failed(job.client(), gop(lease), failure, true);
    } else if (cancelled != null) {
      events.failed(job.client(), gop(lease), cancelled, false);
    } else {
      var layout = job.format().layout();
      pace.add((long) layout.width() * layout.height() * lease.packets(), slot.age());
      events.finished(job.client(), gop(lease), lease.packets(), slot.age());
    }
  }

  private void forgetEnded(ServedJob job) {
    if (job.running() == 0 && ending.remove(job)) {
      places.remove(job);
    }
  }

  private static WorkerEvents.Gop gop(WorkerLease lease) {
    return new WorkerEvents.Gop(lease.terms().gop(), lease.terms().attempt());
  }
}
