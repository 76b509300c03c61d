package org.rav1ebygop.plugin.ffmpeg.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// As few numbers as possible give way.
class MonotoneTest {
  private static final long NONE = Monotone.MISSING;

  @Test
  void whatIsMissingIsSpreadBetweenItsNeighbours() {
    assertArrayEquals(times(0, 10, 20, 30), filled(0, NONE, NONE, 30));
  }

  @Test
  void whatIsMissingAtAnEndGoesOnByTheStep() {
    assertArrayEquals(times(6, 8, 10, 12), filled(NONE, NONE, 10, NONE));
    assertArrayEquals(times(0, 2), filled(NONE, NONE));
  }

  @Test
  void ofTwoEqualOnesTheFirstStays() {
    assertArrayEquals(times(0, 10, 20, 30), filled(0, 10, 10, 30));
  }

  @Test
  void oneThatIsFarOffGivesWayToAllOthers() {
    assertArrayEquals(times(0, 10, 20, 30, 40), filled(0, 10, 900, 30, 40));
    assertArrayEquals(times(0, 10, 20, 30, 40), filled(0, 10, -900, 30, 40));
  }

  @Test
  void numbersWithoutRoomBetweenThemStillGrow() {
    assertArrayEquals(times(0, 1, 2, 9), filled(0, NONE, 1, 9));
  }

  @Test
  void largeNumbersDoNotOverflow() {
    long large = 1L << 52;
    long[] values = new long[5001];
    Arrays.fill(values, NONE);
    values[0] = -large;
    values[5000] = large;
    long[] filled = filled(values);
    assertEquals(0, filled[2500]);
    for (int i = 1; i < filled.length; i++) {
      assertTrue(filled[i] > filled[i - 1], "at " + i);
    }
  }

  private static long[] filled(long... values) {
    return Monotone.filled(values, values.length, 2);
  }

  private static long[] times(long... values) {
    return values;
  }
}
