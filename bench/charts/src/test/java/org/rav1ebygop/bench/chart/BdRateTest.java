package org.rav1ebygop.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.bench.chart.Chart.Point;

class BdRateTest {
  private static final List<Point> CURVE =
      List.of(new Point(1000, 30), new Point(2000, 34), new Point(4500, 37), new Point(9000, 39));

  @Test
  void aCurveNeedsAsMuchAsItself() {
    assertEquals(0, BdRate.percent(CURVE, CURVE.reversed()), 1e-9);
  }

  @Test
  void aTenthMoreAtEachQualityIsATenthMore() {
    List<Point> dearer = CURVE.stream().map(p -> new Point(1.1 * p.x(), p.y())).toList();
    assertEquals(10, BdRate.percent(CURVE, dearer), 1e-9);
    assertEquals(100 * (1 / 1.1 - 1), BdRate.percent(dearer, CURVE), 1e-9);
  }

  @Test
  void onlyQualitiesThatBothReachCount() {
    // on a straight line of the logarithm, which the cubic follows
    List<Point> line = List.of(new Point(1, 0), new Point(Math.E, 1), new Point(Math.exp(2), 2));
    List<Point> other = List.of(new Point(2 * Math.E, 1), new Point(2 * Math.exp(3), 3));
    assertEquals(100, BdRate.percent(line, other), 1e-9);
  }

  @Test
  void curvesWithoutACommonQualityAreRefused() {
    List<Point> better = List.of(new Point(1000, 50), new Point(2000, 51));
    assertThrows(IllegalArgumentException.class, () -> BdRate.percent(CURVE, better));
  }
}
