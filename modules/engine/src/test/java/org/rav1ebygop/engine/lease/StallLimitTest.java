package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.engine.job.StallTimeout;

class StallLimitTest {
  private static final long FULL_HD = 1920 * 1080;
  private final StallLimit automatic = new StallLimit(new StallTimeout.Automatic(), FULL_HD);

  private long seconds(int longestPause, int stored, int stalls) {
    long limit = automatic.limit(Duration.ofSeconds(longestPause).toNanos(), stored, stalls);
    return Duration.ofNanos(limit).toSeconds();
  }

  @Test
  void itStartsByTheSizeOfFrames() {
    assertEquals(120 + 497, seconds(0, 0, 0));
    var small = new StallLimit(new StallTimeout.Automatic(), 192 * 108);
    assertEquals(124, Duration.ofNanos(small.limit(0, 0, 0)).toSeconds());
  }

  @Test
  void itComesDownWithEachGopToAMinute() {
    assertEquals(308, seconds(0, 1, 0));
    assertEquals(154, seconds(0, 2, 0));
    assertEquals(60, seconds(0, 4, 0));
    assertEquals(60, seconds(0, 1_000_000, 0));
  }

  @Test
  void itIsTenTimesTheLongestPause() {
    assertEquals(60, seconds(6, 9, 0));
    assertEquals(70, seconds(7, 9, 0));
    assertEquals(5000, seconds(500, 0, 0));
  }

  @Test
  void itDoublesForAGopThatHasStalled() {
    assertEquals(120, seconds(0, 9, 1));
    assertEquals(240, seconds(0, 9, 2));
  }

  @Test
  void noNumberIsTooLargeForIt() {
    var huge = new StallLimit(new StallTimeout.Automatic(), Long.MAX_VALUE);
    long limit = huge.limit(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertTrue(limit > Duration.ofDays(1).toNanos(), "" + limit);
  }

  @Test
  void whatTheUserSaysCounts() {
    var fixed = new StallLimit(new StallTimeout.Fixed(Duration.ofSeconds(3)), FULL_HD);
    assertEquals(Duration.ofSeconds(3).toNanos(), fixed.limit(Long.MAX_VALUE, 0, 9));
    assertEquals(Duration.ofSeconds(3).toNanos() / 8, fixed.period());
    var never = new StallLimit(new StallTimeout.Never(), FULL_HD);
    assertEquals(Long.MAX_VALUE, never.limit(0, 9, 0));
  }
}
