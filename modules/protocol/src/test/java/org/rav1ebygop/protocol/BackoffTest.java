package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LAST = Duration.ofSeconds(30);
  private final Backoff backoff = new Backoff(FIRST, LAST, new Random(20261123));

  @Test
  void eachWaitIsUpToTwiceAsLongAsTheOneBefore() {
    Duration whole = FIRST;
    for (int i = 0; i < 20; i++) {
      expectWithin(whole);
      whole = whole.multipliedBy(2).compareTo(LAST) > 0 ? LAST : whole.multipliedBy(2);
    }
  }

  @Test
  void aGoodConnectionIsResumedAtOnce() {
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    backoff.lasted(LAST);
    expectWithin(FIRST);
  }

  @Test
  void oneThatBreaksSoonIsNot() {
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    backoff.lasted(LAST.minusMillis(1));
    expectWithin(LAST);
  }

  /// By chance up to half of it is left out.
  private void expectWithin(Duration whole) {
    Duration next = backoff.next();
    assertTrue(
        next.compareTo(whole) <= 0 && next.compareTo(whole.dividedBy(2)) >= 0,
        () -> next + " of " + whole);
  }
}
