package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.spi.Slot;

/// Each case can be computed by hand.
class SimulatedJobTest {
  private static final double AT_ONCE = 1e9;
  private static final double CLOSE = 1e-3;
  private static final Film.Costs FREE = new Film.Costs(0, 0, 0, 0, AT_ONCE, 1);

  @TempDir private Path directory;

  private SimulatedJob.Outcome run(Film film, Farm farm) throws InterruptedException {
    return SimulatedJob.run(film, farm, directory, 1);
  }

  private static Film film(Film.Costs costs, int... frames) {
    var gops = new ArrayList<Film.Part>();
    for (int count : frames) {
      gops.add(new Film.Part(count, 0.1));
    }
    return new Film(gops, costs);
  }

  @Test
  void oneSlotTakesTheSumOfEverything() throws InterruptedException {
    var costs = new Film.Costs(1, 0.5, 0.25, 0.01, AT_ONCE, 1);
    var outcome = run(film(costs, 10, 10), Farm.local(1));
    assertEquals(1 + 2 * (0.5 + 1) + 0.25 + 20 * 0.01, outcome.seconds(), CLOSE);
    assertEquals(1, outcome.busy(), CLOSE);
  }

  @Test
  void theLongestGopGoesFirst() throws InterruptedException {
    // one slot: the first GOP, which is there at once, then the second; the other: the third
    assertEquals(3, run(film(FREE, 10, 20, 30), Farm.local(2)).seconds(), CLOSE);
  }

  @Test
  void moreSlotsThanGopsLeaveSlotsIdle() throws InterruptedException {
    var outcome = run(film(FREE, 20, 10), Farm.local(4));
    assertEquals(2, outcome.seconds(), CLOSE);
    assertEquals(3.0 / 8, outcome.busy(), CLOSE);
  }

  @Test
  void noGopIsDoneBeforeItsEndIsFound() throws InterruptedException {
    var costs = new Film.Costs(0, 0, 0, 0, 10, 1);
    double seconds = run(film(costs, 10, 10, 10, 10), Farm.local(100)).seconds();
    assertTrue(seconds >= 4 && seconds <= 5, () -> seconds + " s");
  }

  @Test
  void slotsShareTheLinkOfTheClient() throws InterruptedException {
    var workers = Farm.workers(4, Farm.Machine.steady("worker", 2, 1), 20);
    assertEquals(20, run(film(FREE, 100, 100, 100, 100), workers).seconds(), CLOSE);
  }

  @Test
  void slotsOfAMachineShareItsLink() throws InterruptedException {
    var narrow = new Farm.Machine("worker", 2, 1, 10, Double.POSITIVE_INFINITY, 0);
    var workers = Farm.workers(4, narrow, Farm.UNLIMITED);
    assertEquals(20, run(film(FREE, 100, 100, 100, 100), workers).seconds(), CLOSE);
  }

  @Test
  void aFastSlotMakesASecondCopyOfWhatASlowOneHas() throws InterruptedException {
    var farm =
        new Farm(
            List.of(Farm.Machine.steady(Slot.LOCAL, 1, 1), Farm.Machine.steady("slow", 1, 0.1)),
            Farm.UNLIMITED);
    var outcome = run(film(FREE, 10, 10), farm);
    assertEquals(2, outcome.seconds(), CLOSE);
    assertEquals(1, outcome.copies());
  }

  @Test
  void whatALostMachineHadIsEncodedElsewhere() throws InterruptedException {
    var mortal = new Farm.Machine("mortal", 1, 1, Farm.UNLIMITED, 0.01, 1e6);
    var farm = new Farm(List.of(Farm.Machine.steady("steady", 1, 1), mortal), Farm.UNLIMITED);
    var outcome = run(film(FREE, 10, 10), farm);
    assertEquals(1, outcome.copies());
    assertEquals(0, outcome.setAside());
    assertEquals(2, outcome.seconds(), CLOSE);
  }

  @Test
  void theSameArgumentsGiveTheSameResult() throws InterruptedException {
    var mortal = new Farm.Machine("worker", 2, 1, 30, 15, 2);
    var film = film(new Film.Costs(0, 0.1, 0, 0, 100, 1), 10, 40, 25, 30).like(600, 7);
    var farm = Farm.workers(6, mortal, 45);
    assertEquals(run(film, farm), run(film, farm));
  }
}
