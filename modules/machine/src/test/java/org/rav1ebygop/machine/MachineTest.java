package org.rav1ebygop.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final Path SEEN = Path.of("/proc/meminfo");
  private static final Path HIDDEN = Path.of("/no/such/file");
  private static final long LIMIT = 1L << 50;

  /// As a service of systemd with `ProcSubset=pid`.
  @Test
  void whereMemoryCannotBeSeenTheLimitCounts() {
    Machine hidden = Machine.of(HIDDEN, LIMIT);
    assertEquals(LIMIT, hidden.availableMemory());
    assertTrue(hidden.limited());
    assertTrue(Machine.of(HIDDEN, Long.MAX_VALUE).availableMemory() < LIMIT);
    assertTrue(Machine.of(HIDDEN, Long.MAX_VALUE).availableMemory() > 0);
  }

  @Test
  void theTighterOneOfMemoryAndLimitCounts() {
    assertFalse(Machine.of(SEEN, LIMIT).limited());
    assertTrue(Machine.of(SEEN, LIMIT).availableMemory() < LIMIT);
    assertEquals(new Machine(Machine.look().threads(), 1, true), Machine.of(SEEN, 1));
  }
}
