package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Guard guard = new Guard();

  @Test
  void wrongPasswordsSlowAnAddressDownMoreEachTime() {
    Duration last = Duration.ZERO;
    for (int i = 1; i <= 12; i++) {
      guard.failed(peer("192.0.2.1"), 0);
      Duration wait = guard.wait(peer("192.0.2.1"), 0);
      assertTrue(i <= 3 ? wait.isZero() : wait.compareTo(last) >= 0, wait::toString);
      last = wait;
    }
    assertEquals(Duration.ofMinutes(1), last);
    assertEquals(Duration.ZERO, guard.wait(peer("192.0.2.1"), last.toNanos()));
    assertEquals(Duration.ZERO, guard.wait(peer("192.0.2.2"), 0));
  }

  @Test
  void theRightPasswordEndsThat() {
    for (int i = 0; i < 10; i++) {
      guard.failed(peer("192.0.2.1"), 0);
    }
    guard.succeeded(peer("192.0.2.1"), 0);
    assertEquals(Duration.ZERO, guard.wait(peer("192.0.2.1"), 0));
  }

  @Test
  void manyAddressesDoNotFillTheMemory() {
    for (int i = 0; i < 100_000; i++) {
      guard.failed(peer("address " + i), 0);
    }
    assertEquals(4096, guard.size());
  }

  @Test
  void anotherAddressOfTheSameNetworkMakesNoNewPeer() {
    for (int i = 0; i < 10; i++) {
      guard.failed(peer(String.format(Locale.ROOT, "2001:db8:1:2::%x", i)), 0);
    }
    assertTrue(guard.wait(peer("2001:db8:1:2::ffff"), 0).isPositive());
    assertEquals(Duration.ZERO, guard.wait(peer("2001:db8:1:3::1"), 0));
  }

  /// Where peers choose their names, one name that guesses does not lock the others out.
  @Test
  void aGuesserOfACrowdWaitsAlone() {
    for (int i = 0; i < 10; i++) {
      guard.failed(member("mallory"), 0);
    }
    assertTrue(guard.wait(member("mallory"), 0).isPositive());
    assertEquals(Duration.ZERO, guard.wait(member("alice"), 0));
  }

  /// A new name for each guess is of little use, and does not hold up those who are known.
  @Test
  void newNamesOfACrowdWaitTogetherAndKnownOnesDoNot() {
    guard.succeeded(member("alice"), 0);
    int guesses = 0;
    for (int i = 0; i < 1000; i++) {
      if (guard.refusal(member("mallory-" + i), 0) == null) {
        guard.failed(member("mallory-" + i), 0);
        guesses++;
      }
    }
    assertEquals(20, guesses);
    assertEquals(Duration.ZERO, guard.wait(member("alice"), 0));
    assertEquals(Duration.ofSeconds(1), guard.wait(member("bob"), 0));
    assertEquals(Duration.ZERO, guard.wait(member("bob"), SECOND));
    assertFalse(guard.wait(peer("192.0.2.1"), 0).isPositive(), "nor those who are no members");
  }

  private static Carrier peer(String name) {
    return MemoryCarrier.pair(name, new byte[0], new byte[0]).worker();
  }

  private static Carrier member(String name) {
    return MemoryCarrier.member(name, "farm");
  }
}
