package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuardTest {
  private final Guard guard = new Guard();

  @Test
  void wrongPasswordsSlowAnAddressDownMoreEachTime() {
    Duration last = Duration.ZERO;
    for (int i = 1; i <= 12; i++) {
      guard.failed("there", 0);
      Duration wait = guard.wait("there", 0);
      assertTrue(i <= 3 ? wait.isZero() : wait.compareTo(last) >= 0, wait::toString);
      last = wait;
    }
    assertEquals(Duration.ofMinutes(1), last);
    assertEquals(Duration.ZERO, guard.wait("there", last.toNanos()));
    assertEquals(Duration.ZERO, guard.wait("elsewhere", 0));
  }

  @Test
  void theRightPasswordEndsThat() {
    for (int i = 0; i < 10; i++) {
      guard.failed("there", 0);
    }
    guard.succeeded("there");
    assertEquals(Duration.ZERO, guard.wait("there", 0));
  }

  @Test
  void manyAddressesDoNotFillTheMemory() {
    for (int i = 0; i < 100_000; i++) {
      guard.failed("address " + i, 0);
    }
    assertEquals(4096, guard.size());
  }
}
