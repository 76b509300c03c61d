package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BenchTest {
  private final Bench bench = new Bench();

  @Test
  void threeFailuresInARowAndThenOneMoreForTwiceAsLong() {
    assertEquals(Duration.ZERO, bench.failed(0));
    assertEquals(Duration.ZERO, bench.failed(0));
    assertEquals(Duration.ofSeconds(30), bench.failed(0));
    assertTrue(bench.isBenched());
    assertFalse(bench.ends(Duration.ofSeconds(29).toNanos()));
    long back = Duration.ofSeconds(30).toNanos();
    assertTrue(bench.ends(back));
    assertFalse(bench.isBenched());
    assertEquals(Duration.ofSeconds(60), bench.failed(back));
  }

  @Test
  void aSuccessForgetsFailures() {
    bench.failed(0);
    bench.failed(0);
    bench.succeeded();
    assertEquals(Duration.ZERO, bench.failed(0));
    assertEquals(Duration.ZERO, bench.failed(0));
    assertEquals(Duration.ofSeconds(30), bench.failed(0));
  }
}
