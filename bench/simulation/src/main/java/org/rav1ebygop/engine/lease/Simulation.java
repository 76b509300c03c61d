package org.rav1ebygop.engine.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.rav1ebygop.bench.figures.Chart;

/// Holds the simulation against runs of the program, and predicts those on 1 to 1000 slots.
public final class Simulation {
  private static final int[] SLOTS = {1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1000};
  private static final long SEED = 1;
  private static final double GIGABIT = 1e9 / 8;
  private static final double TWO_MINUTES = 120;
  private static final double HALF_AN_HOUR = 1800;
  private static final int WORKER_SLOTS = 8;

  private final Path directory;

  /// A kind of farm to predict for.
  private record Scenario(String name, IntFunction<Farm> farm) {}

  private Simulation(Path directory) {
    this.directory = directory;
  }

  /// @param args what was measured; frames of the film to predict for, 0 for none; where the plot
  ///   goes
  public static void main(String[] args) throws IOException, InterruptedException {
    Measurements measured = Measurements.read(Path.of(args[0]));
    long frames = args.length > 1 ? Long.parseLong(args[1]) : 0;
    Path temp = Files.createTempDirectory("simulation");
    try {
      var simulation = new Simulation(temp);
      simulation.check(measured);
      if (frames > 0) {
        Chart chart = simulation.predict(measured.film().like(frames, SEED));
        if (args.length > 2) {
          Files.writeString(Path.of(args[2]), chart.svg());
        }
      }
    } finally {
      Files.delete(temp);
    }
  }

  private void check(Measurements measured) throws InterruptedException {
    for (Measurements.RealRun run : measured.runs()) {
      double seconds = outcome(measured.film(), Farm.local(run.slots())).seconds();
      System.out.printf(
          Locale.ROOT,
          "%4d slots: simulated %7.2f s, real %7.2f s, %+.1f %%%n",
          run.slots(),
          seconds,
          run.seconds(),
          100 * (seconds / run.seconds() - 1));
    }
  }

  private Chart predict(Film film) throws InterruptedException {
    System.out.printf(
        Locale.ROOT,
        "%nfilm of %d frames in %d GOPs, %.0f s of one slot%n",
        film.frames(),
        film.gops().size(),
        film.work());
    var lines = new ArrayList<Chart.Line>();
    for (Scenario scenario : scenarios()) {
      System.out.printf(
          Locale.ROOT,
          "%n%s%n%8s %10s %9s %7s %6s %8s  %-12s %s%n",
          scenario.name,
          "slots",
          "seconds",
          "speed-up",
          "busy",
          "lost",
          "bound",
          "by",
          "over the bound");
      var points = new ArrayList<Chart.Point>();
      for (int slots : SLOTS) {
        double speedUp = predict(film, scenario.farm.apply(slots));
        points.add(new Chart.Point(slots, speedUp));
      }
      lines.add(new Chart.Line(scenario.name, points));
    }
    return new Chart(
        "Speed-up, simulated",
        new Chart.Axis("slots", true),
        new Chart.Axis("times as fast as one slot", true),
        lines);
  }

  private double predict(Film film, Farm farm) throws InterruptedException {
    SimulatedJob.Outcome outcome = outcome(film, farm);
    if (outcome.setAside() > 0) {
      throw new IllegalStateException(outcome.setAside() + " GOPs were set aside");
    }
    Bounds bounds = Bounds.of(film, farm);
    Film.Costs costs = film.costs();
    double fixed = costs.start() + costs.end() + film.frames() * costs.join();
    double speedUp = (fixed + film.work()) / outcome.seconds();
    System.out.printf(
        Locale.ROOT,
        "%8d %10.1f %9.2f %6.1f%% %6d %8.1f  %-12s %+.1f s%n",
        farm.slots(),
        outcome.seconds(),
        speedUp,
        100 * outcome.busy(),
        outcome.copies(),
        fixed + bounds.greatest(),
        bounds.binding(),
        outcome.seconds() - fixed - bounds.greatest());
    return speedUp;
  }

  private SimulatedJob.Outcome outcome(Film film, Farm farm) throws InterruptedException {
    return SimulatedJob.run(film, farm, directory, SEED);
  }

  private static List<Scenario> scenarios() {
    var steady = Farm.Machine.steady("worker", WORKER_SLOTS, 1);
    var mortal =
        new Farm.Machine("worker", WORKER_SLOTS, 1, Farm.UNLIMITED, HALF_AN_HOUR, TWO_MINUTES);
    return List.of(
        new Scenario("no network", Farm::local),
        new Scenario("10 Gbit/s", slots -> Farm.workers(slots, steady, 10 * GIGABIT)),
        new Scenario("1 Gbit/s", slots -> Farm.workers(slots, steady, GIGABIT)),
        new Scenario("100 Mbit/s", slots -> Farm.workers(slots, steady, GIGABIT / 10)),
        new Scenario("every other at half speed", Simulation::unequal),
        new Scenario("lost each 30 min", slots -> Farm.workers(slots, mortal, Farm.UNLIMITED)));
  }

  private static Farm unequal(int slots) {
    var machines = new ArrayList<Farm.Machine>();
    for (Farm.Machine worker :
        Farm.workers(slots, Farm.Machine.steady("worker", WORKER_SLOTS, 1), Farm.UNLIMITED)
            .machines()) {
      double speed = machines.size() % 2 == 0 ? 1 : 0.5;
      machines.add(Farm.Machine.steady(worker.name(), worker.slots(), speed));
    }
    return new Farm(machines, Farm.UNLIMITED);
  }
}
