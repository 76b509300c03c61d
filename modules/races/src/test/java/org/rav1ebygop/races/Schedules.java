package org.rav1ebygop.races;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.TestRunner;
import org.pastalab.fray.core.command.Configuration;
import org.pastalab.fray.core.command.ExecutionInfo;
import org.pastalab.fray.core.command.Executor;
import org.pastalab.fray.core.command.NetworkDelegateType;
import org.pastalab.fray.core.command.SystemTimeDelegateType;
import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandom;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.PCTScheduler;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/// Runs the threads of a scenario in one order after the other, as Fray has it: one thread at a
/// time, and at each lock, signal, atomic or volatile field another one may go on. What a thread
/// throws, and a schedule in which all of them wait, is a failure.
///
/// A schedule is a function of its number: `-Draces.seed=N` begins with schedule N, so that one
/// that failed is the first to be run. With `-Draces.seconds=N` each scenario goes on for so long,
/// instead of the number of schedules that a short test has.
public final class Schedules {
  private static final long SEED = Long.getLong("races.seed", 1);
  private static final long SECONDS = Long.getLong("races.seconds", 0);

  /// Far more steps than any scenario takes that ends.
  private static final int MOST_STEPS = 200_000;

  private static final int CHANGES_OF_ORDER = 3;

  /// Within so many steps the order changes at the least.
  private static final int SHORTEST = 32;

  private static final int DOUBLINGS = 6;

  /// What a look at the clock takes.
  private static final long VIRTUAL_NANOS = 100_000;

  private Schedules() {}

  /// What is run in each schedule; everything in it is made anew.
  public interface Scenario {
    /// Starts threads, waits for their end and looks at what they have done.
    void run() throws Exception;
  }

  /// Runs a scenario in many schedules.
  ///
  /// @param count how many in a short test
  public static void explore(String name, int count, Scenario scenario) {
    long begin = System.nanoTime();
    long end = begin + SECONDS * 1_000_000_000L;
    long explored = 0;
    while (SECONDS > 0 ? System.nanoTime() - end < 0 : explored < count) {
      long seed = SEED + explored++;
      Throwable failure = run(scenario, seed);
      if (failure != null) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s: schedule %d failed, number %d of this run; -Draces.seed=%d begins with it: %s",
                name,
                seed,
                explored,
                seed,
                failure),
            failure);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "races: %s: %d schedules from %d on, %.1f s%n",
        name,
        explored,
        SEED,
        (System.nanoTime() - begin) / 1e9);
  }

  /// One schedule.
  private static @Nullable Throwable run(Scenario scenario, long seed) {
    Randomness random =
        new ControlledRandom(new ArrayList<>(), new ArrayList<>(), new Random(seed));
    PrintStream out = System.out;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    Throwable failure;
    try {
      failure = new TestRunner(configuration(scenario, scheduler(random, seed), random)).run();
    } finally {
      System.setOut(out);
    }
    if (failure != null) {
      out.println(said.toString(StandardCharsets.UTF_8));
    }
    return failure;
  }

  /// Odd schedules are partial order samples. Even ones change the order of the threads a few
  /// times, within as many steps as a short scenario has, or a longer one.
  private static Scheduler scheduler(Randomness random, long seed) {
    int steps = SHORTEST << seed / 2 % DOUBLINGS;
    return seed % 2 != 0
        ? new POSScheduler(random)
        : new PCTScheduler(random, CHANGES_OF_ORDER, steps);
  }

  private static Configuration configuration(
      Scenario scenario, Scheduler scheduler, Randomness random) {
    return new Configuration(
        new ExecutionInfo(new Once(scenario), false, false, MOST_STEPS),
        Path.of("target", "fray"),
        1, // iterations
        Integer.MAX_VALUE, // seconds
        scheduler,
        () -> random,
        false, // full schedule
        false, // explore mode
        true, // no exit when a bug is found
        true, // replay: writes no report and prints no progress
        false, // without Fray
        false, // dummy run
        NetworkDelegateType.NONE,
        SystemTimeDelegateType.MOCK,
        VIRTUAL_NANOS,
        true, // ignore how long timed waits last
        true, // sleep yields
        false, // new class loader
        false, // redirect output
        false, // abort threads when the main one has ended
        false, // hashes of stack traces
        TimelineCoverageType.NONE);
  }

  private record Once(Scenario scenario) implements Executor {
    @Override
    public void execute(boolean resetClassLoader) {
      try {
        scenario.run();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void beforeExecution() {}

    @Override
    public void afterExecution() {}
  }
}
