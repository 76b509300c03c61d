package org.rav1ebygop.engine.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryGovernorTest {
  private static final long KEEP = 1000;
  private static final long ENCODER = 300;

  private long available = KEEP + 100;
  private final Machine machine = new Machine();

  @Test
  void withMemoryAsPlannedNothingChanges() {
    run(governor(3, 3), 100);
    assertEquals(List.of(), machine.done);
  }

  @Test
  void whenMemoryIsTightThereIsOneLeaseLessAtATime() {
    machine.busy = 3;
    MemoryGovernor governor = governor(3, 3);
    available = KEEP / 2 - 1;
    governor.tick();
    assertEquals(List.of("limit 2"), machine.done);
    governor.tick();
    assertEquals(1, machine.done.size(), "it waits until the change can be seen");
    machine.busy = 2;
    run(governor, 50);
    assertEquals(List.of("limit 2", "limit 1"), machine.done);
  }

  @Test
  void whenMemoryIsNearlyUsedUpTheYoungestLeaseIsGivenBackAtOnce() {
    machine.busy = 3;
    MemoryGovernor governor = governor(3, 3);
    available = KEEP / 4 - 1;
    run(governor, 50);
    assertEquals(
        List.of("limit 2", "youngest"), machine.done, "the next only when this one has ended");
    machine.ending = false;
    run(governor, 50);
    machine.ending = false;
    run(governor, 50);
    assertEquals(
        List.of("limit 2", "youngest", "limit 1", "youngest"), machine.done, "the last one stays");
  }

  @Test
  void aLargeMachineIsNotTightBelowHalfOfALargeReserve() {
    machine.busy = 3;
    var memory = new MemoryGovernor.Memory(() -> available, () -> ENCODER, 12L << 30);
    var governor = new MemoryGovernor(memory, machine, 3, 3);
    available = (1L << 30) + ENCODER;
    run(governor, 100);
    assertEquals(List.of(), machine.done);
    available--;
    governor.tick();
    assertEquals(List.of("limit 2"), machine.done);
  }

  @Test
  void memoryThatComesFreeIsUsedUpToTheMostThatIsWanted() {
    MemoryGovernor governor = governor(1, 3);
    available = KEEP + ENCODER + 1;
    run(governor, 200);
    assertEquals(List.of("limit 2", "limit 3"), machine.done);
  }

  @Test
  void roomThatDoesNotLastIsNotUsed() {
    MemoryGovernor governor = governor(1, 3);
    for (int i = 0; i < 20; i++) {
      available = KEEP + ENCODER + 1;
      run(governor, 5);
      available = KEEP;
      run(governor, 1);
    }
    assertEquals(List.of(), machine.done);
  }

  @Test
  void roomThatWasInterruptedByTightMemoryDoesNotCount() {
    MemoryGovernor governor = governor(1, 3);
    for (int i = 0; i < 20; i++) {
      available = KEEP + ENCODER + 1;
      run(governor, 14);
      available = i % 2 == 0 ? KEEP / 2 - 1 : 0;
      run(governor, 1);
    }
    assertEquals(List.of(), machine.done, "with one lease there is nothing to take away");
  }

  @Test
  void roomBeforeAnEncoderIsEndedDoesNotCount() {
    MemoryGovernor governor = governor(1, 3);
    for (int i = 0; i < 20; i++) {
      available = KEEP + ENCODER + 1;
      run(governor, 14);
      machine.ending = true;
      run(governor, 1);
      machine.ending = false;
    }
    assertEquals(List.of(), machine.done);
  }

  @Test
  void whateverHappensTheLimitStaysBetweenOneAndTheMost() {
    var random = new Random(7);
    MemoryGovernor governor = governor(2, 5);
    for (int i = 0; i < 10_000; i++) {
      available = random.nextLong(2 * KEEP);
      machine.busy = Math.min(random.nextInt(6), governor.limit());
      machine.ending = random.nextBoolean();
      governor.tick();
      assertTrue(governor.limit() >= 1 && governor.limit() <= 5);
    }
  }

  private MemoryGovernor governor(int start, int most) {
    var memory = new MemoryGovernor.Memory(() -> available, () -> ENCODER, KEEP);
    return new MemoryGovernor(memory, machine, start, most);
  }

  private static void run(MemoryGovernor governor, int ticks) {
    for (int i = 0; i < ticks; i++) {
      governor.tick();
    }
  }

  private static final class Machine implements SlotControl {
    final List<String> done = new ArrayList<>();
    int busy = 1;
    boolean ending;

    @Override
    public int leased() {
      return busy;
    }

    @Override
    public boolean ending() {
      return ending;
    }

    @Override
    public void limit(int slots, String reason) {
      done.add("limit " + slots);
    }

    @Override
    public boolean giveBackYoungest(String reason) {
      done.add("youngest");
      busy--;
      ending = true;
      return true;
    }
  }
}
