package org.rav1ebygop.engine.lease;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.rav1ebygop.api.spi.Slot;

/// One job from its start to its end, from event to event: a GOP is found, an encoder starts, ends,
/// or is lost with its machine, which comes back. Between events every encoder goes on at a steady
/// rate. The same arguments give the same result.
///
/// All times are in seconds since the analysis began.
final class SimulatedJob {
  private static final double NANOS = 1e9;

  /// Of the watchdog, which has idle slots look again for a second copy.
  private static final double LOOK = 1;

  private static final double ROUNDING = 1e-6;

  private final Film film;
  private final Farm farm;
  private final Network network;
  private final SplittableRandom random;
  private final Map<Slot, Farm.Machine> idle = new LinkedHashMap<>();
  private final List<Run> runs = new ArrayList<>();
  private final Map<Farm.Machine, Double> lost = new HashMap<>();
  private final Map<Farm.Machine, Double> back = new HashMap<>();
  private final List<Long> keyframes = new ArrayList<>();
  private double now;
  private double encoding;
  private int copies;

  private SimulatedJob(Film film, Farm farm, long seed) {
    this.film = film;
    this.farm = farm;
    this.network = new Network(farm, film.costs().sent());
    this.random = new SplittableRandom(seed);
    long at = 0;
    for (Film.Part gop : film.gops()) {
      keyframes.add(at);
      at += gop.frames();
    }
  }

  /// What came of it.
  ///
  /// @param seconds from the start of the program to the end
  /// @param busy part of the slots' time until the last GOP was stored in which they had a lease
  /// @param copies leases that did not bring their GOP
  /// @param setAside GOPs that were given up
  record Outcome(double seconds, double busy, int copies, int setAside) {}

  /// Runs a job.
  ///
  /// @param directory for what the engine writes
  static Outcome run(Film film, Farm farm, Path directory, long seed) throws InterruptedException {
    var job = new SimulatedJob(film, farm, seed);
    try (var scheduler = new Scheduler(directory, film.frames(), () -> (long) (job.now * NANOS))) {
      return job.run(scheduler);
    }
  }

  private Outcome run(Scheduler scheduler) throws InterruptedException {
    for (Farm.Machine machine : farm.machines()) {
      join(scheduler, machine);
    }
    while (!scheduler.done()) {
      decide(scheduler);
      give(scheduler);
      network.share(runs);
      double step = Math.max(0, untilNext(scheduler));
      for (Run run : runs) {
        run.advance(step);
        run.frames = Math.min(run.frames, scheduler.decidedOf(run.lease));
      }
      encoding += step * runs.size();
      now += step;
      end(scheduler);
      comeAndGo(scheduler);
    }
    Film.Costs costs = film.costs();
    double after = costs.end() + film.frames() * costs.join();
    return new Outcome(
        costs.start() + now + after, encoding / now / farm.slots(), copies, scheduler.setAside());
  }

  private void join(Scheduler scheduler, Farm.Machine machine) {
    scheduler.joined(machine);
    for (int i = 1; i <= machine.slots(); i++) {
      idle.put(new Slot(machine.name(), i), machine);
    }
    if (Double.isFinite(machine.lifetime())) {
      lost.put(machine, now - machine.lifetime() * Math.log(1 - random.nextDouble()));
    }
  }

  private void decide(Scheduler scheduler) {
    long analysed =
        (long) Math.min((double) film.frames(), now * film.costs().analysed() + ROUNDING);
    while (scheduler.decided() <= Math.min(analysed, film.frames() - 1)) {
      long frame = scheduler.decided();
      int gop = Collections.binarySearch(keyframes, frame);
      scheduler.decide(gop >= 0);
    }
    if (analysed == film.frames() && !scheduler.isPlanned()) {
      scheduler.planned();
    }
  }

  /// Slots of one machine are alike: when one gets nothing, the others need not ask.
  private void give(Scheduler scheduler) throws InterruptedException {
    if (scheduler.isPlanned() && !idle.isEmpty()) {
      for (Run run : runs) {
        scheduler.received(run.lease, (int) (run.frames + ROUNDING));
      }
    }
    Set<Farm.Machine> refused = new HashSet<>();
    for (var waiting : List.copyOf(idle.entrySet())) {
      if (!refused.contains(waiting.getValue())) {
        GopLease lease = scheduler.take(waiting.getKey());
        if (lease == null) {
          refused.add(waiting.getValue());
        } else {
          idle.remove(waiting.getKey());
          runs.add(new Run(lease, waiting.getKey(), waiting.getValue(), film));
        }
      }
    }
  }

  private double untilNext(Scheduler scheduler) {
    double next = scheduler.isPlanned() && !idle.isEmpty() ? LOOK : Double.POSITIVE_INFINITY;
    if (!scheduler.isPlanned()) {
      next = Math.min(next, nextKeyframe(scheduler.decided()) / film.costs().analysed() - now);
    }
    for (Run run : runs) {
      if (scheduler.isClosed(run.lease)) {
        next = Math.min(next, run.until(run.lease.frameCount()));
      }
    }
    for (double time : lost.values()) {
      next = Math.min(next, time - now);
    }
    for (double time : back.values()) {
      next = Math.min(next, time - now);
    }
    if (next == Double.POSITIVE_INFINITY) {
      throw new IllegalStateException("nothing happens any more");
    }
    return next;
  }

  /// The first keyframe that is not decided, or the end.
  private double nextKeyframe(long decided) {
    int at = Collections.binarySearch(keyframes, decided);
    int index = at >= 0 ? at : -at - 1;
    return index < keyframes.size() ? keyframes.get(index) : film.frames();
  }

  private void end(Scheduler scheduler) throws InterruptedException {
    List<Run> ended =
        runs.stream()
            .filter(run -> scheduler.isClosed(run.lease) && isFinished(run))
            .sorted(Comparator.comparingInt(run -> run.lease.gopIndex()))
            .toList();
    for (Run run : ended) {
      if (!run.lease.revoked()) {
        scheduler.received(run.lease, run.lease.frameCount());
        scheduler.complete(run.lease);
        letGo(run);
      }
    }
    for (Run run : List.copyOf(runs)) {
      if (run.lease.revoked()) {
        copies++;
        scheduler.lose(run.lease);
        letGo(run);
      }
    }
  }

  private static boolean isFinished(Run run) {
    return run.starting <= ROUNDING && run.frames >= run.lease.frameCount() - ROUNDING;
  }

  private void letGo(Run run) {
    runs.remove(run);
    idle.put(run.slot, run.machine);
  }

  private void comeAndGo(Scheduler scheduler) {
    for (Farm.Machine machine : farm.machines()) {
      if (lost.getOrDefault(machine, Double.POSITIVE_INFINITY) <= now + ROUNDING) {
        lose(scheduler, machine);
      } else if (back.getOrDefault(machine, Double.POSITIVE_INFINITY) <= now + ROUNDING) {
        back.remove(machine);
        join(scheduler, machine);
      }
    }
  }

  private void lose(Scheduler scheduler, Farm.Machine machine) {
    lost.remove(machine);
    back.put(machine, now + machine.absence());
    scheduler.left(machine);
    for (Run run : List.copyOf(runs)) {
      if (run.machine.equals(machine)) {
        copies++;
        scheduler.lose(run.lease);
        runs.remove(run);
      }
    }
    idle.values().removeIf(machine::equals);
  }
}
