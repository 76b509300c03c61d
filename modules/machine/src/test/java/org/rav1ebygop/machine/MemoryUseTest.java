package org.rav1ebygop.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;

class MemoryUseTest {
  private static final long GIB = 1L << 30;

  /// Half is left, at least 2 and at most 12 GiB; of heavy use a fifth, 1 and 6 GiB.
  @ParameterizedTest
  @CsvSource({
    "light, 1, 0",
    "light, 2, 0",
    "light, 3, 1",
    "light, 8, 4",
    "light, 24, 12",
    "light, 100, 88",
    "heavy, 1, 0",
    "heavy, 2, 1",
    "heavy, 10, 8",
    "heavy, 30, 24",
    "heavy, 100, 94",
    "unlimited, 1, 1",
    "unlimited, 100, 100"
  })
  void leavesWhatOthersNeed(String use, long availableGib, long budgetGib) {
    assertEquals(
        budgetGib * GIB, MemoryUse.of(use).budget(new Machine(1, availableGib * GIB, false)));
  }

  @Test
  void namesAreReadInAnyCaseAndOthersRefused() {
    assertEquals(MemoryUse.HEAVY, MemoryUse.of("Heavy"));
    var refusal = assertThrows(GopException.class, () -> MemoryUse.of("some"));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains("light, heavy or unlimited, not 'some'"));
  }
}
