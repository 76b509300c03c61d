package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.machine.Machine;
import org.rav1ebygop.machine.MemoryUse;

class SlotPlanTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long SMALL = 100 * MIB;
  private static final Machine BIG = new Machine(16, 100 * GIB, false);

  @ParameterizedTest
  @CsvSource({
    ", , 1, 16",
    "4, , 1, 4",
    "100, , 1, 16",
    ", 3, 1, 3",
    ", 100, 1, 16",
    "4, 6, 1, 4",
    ", , 4, 4",
    ", , 5, 3",
    "8, , 4, 2",
    ", , 64, 1",
    "2, 9, 4, 1"
  })
  void slotsAreThreadsDividedByTilesAndNeverMore(
      @Nullable Integer threads, @Nullable Integer workers, int tiles, int expected) {
    var wish = new SlotPlan.Wish(threads, workers, tiles, MemoryUse.LIGHT);
    assertEquals(expected, SlotPlan.of(wish, SMALL, BIG).slots());
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 4", "HEAVY, 6", "UNLIMITED, 16"})
  void memoryLimitsTheSlots(MemoryUse memory, int expected) {
    SlotPlan plan = SlotPlan.of(wish(memory), GIB, new Machine(16, 8 * GIB, false));
    assertEquals(expected, plan.slots());
    assertEquals(memory != MemoryUse.UNLIMITED, plan.reason().contains("at 1.07 GB each"));
  }

  @Test
  void oneSlotThereIsAlways() {
    SlotPlan plan = SlotPlan.of(wish(MemoryUse.LIGHT), SMALL, new Machine(16, 0, false));
    assertEquals(1, plan.slots());
  }

  @Test
  void theReasonNamesWhatDecided() {
    assertEquals("16 threads", SlotPlan.of(wish(MemoryUse.LIGHT), SMALL, BIG).reason());
    assertEquals("1 thread", reason(new SlotPlan.Wish(1, null, 1, MemoryUse.LIGHT)));
    assertEquals(
        "16 threads (this machine has no more)",
        reason(new SlotPlan.Wish(17, null, 1, MemoryUse.LIGHT)));
    assertEquals(
        "16 threads for 2 tiles each", reason(new SlotPlan.Wish(null, null, 2, MemoryUse.LIGHT)));
    assertEquals(
        "--local-workers, 16 threads", reason(new SlotPlan.Wish(null, 3, 1, MemoryUse.LIGHT)));
    assertEquals(
        "--local-workers 50, capped by 16 threads",
        reason(new SlotPlan.Wish(null, 50, 1, MemoryUse.LIGHT)));
    assertEquals(
        "8.59 GB free, of which --memory light allows 4.29 GB, at 1.07 GB each; 16 threads would allow 16",
        SlotPlan.of(wish(MemoryUse.LIGHT), GIB, new Machine(16, 8 * GIB, false)).reason());
  }

  @Test
  void ofAContainerLessIsLeftAndTheReasonNamesIt() {
    var container = new Machine(16, 2 * GIB, true);
    assertEquals(
        "2.15 GB free within the memory limit of this container, of which --memory light allows 1.07 GB, at 105 MB each; 16 threads would allow 16",
        SlotPlan.of(wish(MemoryUse.LIGHT), SMALL, container).reason());
  }

  @Test
  void moreSlotsAreWantedAsSoonAsThereIsMemoryButSomeStaysFree() {
    SlotPlan plan = SlotPlan.of(wish(MemoryUse.LIGHT), GIB, new Machine(16, 8 * GIB, false));
    assertEquals(16, plan.most());
    assertEquals(4 * GIB, plan.keepFree());
    SlotPlan careless = SlotPlan.of(wish(MemoryUse.UNLIMITED), GIB, new Machine(16, GIB, false));
    assertEquals(0, careless.keepFree());
  }

  @Test
  void whatTheEncodersLeaveIsFree() {
    assertEquals(
        2 * GIB, SlotPlan.of(wish(MemoryUse.LIGHT), GIB, new Machine(2, 8 * GIB, false)).left());
    assertEquals(0, SlotPlan.of(wish(MemoryUse.LIGHT), GIB, new Machine(2, 0, false)).left());
  }

  @Test
  void nonsenseIsRefused() {
    for (int bad : new int[] {0, -1}) {
      expectRefusal("--threads is 1 or more, not " + bad, bad, null);
      expectRefusal("--local-workers is 1 or more, not " + bad, null, bad);
    }
  }

  private static void expectRefusal(
      String message, @Nullable Integer threads, @Nullable Integer workers) {
    var refusal =
        assertThrows(
            GopException.class, () -> new SlotPlan.Wish(threads, workers, 1, MemoryUse.LIGHT));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
  }

  private static String reason(SlotPlan.Wish wish) {
    return SlotPlan.of(wish, SMALL, BIG).reason();
  }

  private static SlotPlan.Wish wish(MemoryUse memory) {
    return new SlotPlan.Wish(null, null, 1, memory);
  }
}
