package org.rav1ebygop.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CubicTest {
  @Test
  void followsAStraightLine() {
    var line = new Cubic(new double[] {0, 1, 4}, new double[] {1, 3, 9});
    assertEquals(4 + 16, line.integral(0, 4), 1e-12);
    assertEquals(2.0625, line.integral(0.5, 1.25), 1e-12);
  }

  @Test
  void followsACurveByTheSlopesOfItsPoints() {
    // Slopes by hand: at 1 the weighted harmonic mean 6 / (3 / 1 + 3 / 3) = 1.5, at 0 the
    // three-point formula (3 * 1 - 3) / 2 = 0, so that the first piece is 1.5 t^2 - 0.5 t^3.
    var curve = new Cubic(new double[] {0, 1, 2}, new double[] {0, 1, 4});
    assertEquals(0.5 - 0.125, curve.integral(0, 1), 1e-12);
  }

  @Test
  void doesNotOvershootAStep() {
    var step = new Cubic(new double[] {0, 1, 2, 3}, new double[] {0, 0, 1, 1});
    assertEquals(0, step.integral(0, 1), 1e-12);
    assertEquals(1, step.integral(2, 3), 1e-12);
    assertTrue(step.integral(1, 2) > 0.4 && step.integral(1, 2) < 0.6);
  }

  @Test
  void placesMustAscend() {
    assertThrows(
        IllegalArgumentException.class, () -> new Cubic(new double[] {0, 0}, new double[] {0, 1}));
  }
}
