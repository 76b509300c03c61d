package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;

/// Which of the waiting GOPs is next, and what it takes to find it.
class WaitingGopsTest {
  private static final int GOPS = 20_000;
  private static final Slot A1 = new Slot("a", 1);
  private static final Slot B1 = new Slot("b", 1);

  @TempDir private Path directory;

  private static GopEntry entry(int index, int frames, Slot... failedOn) {
    var entry = new GopEntry(index);
    entry.frames = frames;
    entry.failedOn.addAll(Set.of(failedOn));
    return entry;
  }

  @Test
  void theLongestIsFirstAndOfEqualsTheEarliest() {
    var waiting = new WaitingGops(WaitingGops.LONGEST);
    Stream.of(entry(0, 5), entry(1, 9), entry(2, 9), entry(3, -1)).forEach(waiting::add);
    for (int expected : new int[] {1, 2, 0, 3}) {
      GopEntry first = first(waiting, WaitingGopsTest::any);
      assertEquals(expected, first.index);
      waiting.remove(first);
    }
    assertNull(waiting.first(WaitingGopsTest::any));
    assertEquals(0, waiting.size());
  }

  @Test
  void aGopThatDoesNotSuitLeavesTheOthersInOrder() {
    var waiting = new WaitingGops(WaitingGops.LONGEST);
    Stream.of(entry(0, 5), entry(1, 9, A1), entry(2, 7, A1, B1), entry(3, 3)).forEach(waiting::add);
    assertEquals(1, first(waiting, WaitingGopsTest::any).index);
    assertEquals(0, first(waiting, failed -> !failed.contains(A1)).index);
    assertEquals(2, first(waiting, failed -> failed.contains(B1)).index);
    assertNull(waiting.first(failed -> failed.size() > 2));
    GopEntry earliest = waiting.earliest(Set::isEmpty);
    assertNotNull(earliest);
    assertEquals(0, earliest.index);
  }

  private static boolean any(Set<Slot> failedOn) {
    return true;
  }

  private static GopEntry first(WaitingGops waiting, Predicate<Set<Slot>> suits) {
    @Nullable GopEntry first = waiting.first(suits);
    assertNotNull(first);
    return first;
  }

  /// A GOP is added, found and removed with a number of comparisons that grows as the logarithm.
  @Test
  void noGopIsFoundByLookingAtAll() {
    var compared = new AtomicLong();
    Comparator<GopEntry> counting =
        (one, other) -> {
          compared.incrementAndGet();
          return WaitingGops.LONGEST.compare(one, other);
        };
    var waiting = new WaitingGops(counting);
    var random = new Random(17);
    for (int i = 0; i < GOPS; i++) {
      waiting.add(random.nextInt(100) > 0 ? entry(i, random.nextInt(300)) : entry(i, 7, A1));
    }
    int found = 0;
    for (GopEntry next = waiting.first(WaitingGopsTest::any);
        next != null;
        next = waiting.first(WaitingGopsTest::any)) {
      waiting.remove(next);
      found++;
    }
    assertEquals(GOPS, found);
    double each = (double) compared.get() / GOPS;
    assertTrue(each < 4 * Math.log(GOPS) / Math.log(2), each + " comparisons for each GOP");
  }

  /// Every GOP of a very long film is taken once. To look at all of them each time takes minutes.
  @Test
  void aTableOfManyGopsIsNotLookedThroughForEachSlot() throws Exception {
    int gops = 10 * GOPS;
    try (var film = new TestTable(directory, 1).planned(0)) {
      var lease = (GopLease) film.take(A1);
      var plan = new FilmPlan();
      var work = new LeaseTable.Work(plan, film.supply(), film.store, film.now::get);
      var entries =
          new GopEntries(
              work, new LeaseTable.Policy(1, false, GopProof.STRUCTURE, GopProof.STRUCTURE));
      for (int i = 0; i < gops; i++) {
        plan.decide(new KeyframeDecision(i, true, 0));
        entries.add(i);
        if (i > 0) {
          entries.close(entries.get(i - 1), null);
        }
      }
      plan.end();
      entries.close(entries.get(gops - 1), null);
      var slots = new SlotBoard();
      slots.joined(A1);
      for (int i = 0; i < gops; i++) {
        GopEntry next = entries.next(A1, slots, true, true);
        assertNotNull(next);
        entries.leased(next, lease);
        next.leases.clear();
        assertEquals(gops - i - 1, entries.takeable());
        assertEquals(0, entries.leases().size());
      }
      assertNull(entries.next(A1, slots, true, true));
    }
  }
}
